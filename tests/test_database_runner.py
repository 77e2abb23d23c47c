"""The embedded PostgreSQL, with real servers in folders of their own."""

import os
import shutil
import signal
import stat
import subprocess
import sys
from pathlib import Path

import psycopg2
import pytest

from portal.database.base import DatabaseWrapper
from portal.database.server import CannotStartError, Server

START = "import sys; from portal.database.server import Server; s = Server(sys.argv[1]); s.start(); print(s.pid())"


@pytest.fixture
def make_server():
    made = []

    def make(var):
        made.append(Server(var))
        return made[-1]

    yield make
    for server in made:
        server.stop()
        shutil.rmtree(server.home, ignore_errors=True)


@pytest.fixture
def server(make_server, tmp_path):
    return make_server(tmp_path / "var")


def ask(server, question, user="portal"):
    connection = psycopg2.connect(host=server.start(), dbname="portal", user=user)
    with connection.cursor() as cursor:
        cursor.execute(question)
        answer = cursor.fetchone()[0]
    connection.close()
    return answer


def starter(var):
    return subprocess.Popen([sys.executable, "-c", START, var], stdout=subprocess.PIPE, text=True)


def test_the_portal_is_no_superuser(server):
    assert ask(server, "SELECT usesuper FROM pg_user WHERE usename = current_user") is False


def test_it_listens_to_nobody_from_outside(server):
    assert ask(server, "SHOW listen_addresses") == ""


def test_swedish_words_find_their_stems(server):
    assert ask(server, "SELECT to_tsvector('swedish', 'Åtgärderna')::text") == "'åtgärd':1"


def test_nobody_else_may_enter_data_or_socket(server):
    socket = server.start()

    modes = {stat.S_IMODE(os.stat(path).st_mode) for path in (socket, server.data)}
    assert modes == {0o700}


def test_a_data_folder_open_to_others_is_refused(server):
    server.start()
    server.stop()
    server.data.chmod(0o777)
    server.patience = 1

    with pytest.raises(CannotStartError, match="PostgreSQL does not start"):
        server.start()


def test_a_second_start_finds_the_first(server):
    server.start()
    first = server.pid()

    server.start()

    assert server.pid() == first


def test_two_starters_at_once_share_one_server(server, tmp_path):
    starters = [starter(tmp_path / "var") for _ in range(2)]

    numbers = {process.communicate()[0].strip() for process in starters}

    assert numbers == {str(server.pid())}


def test_a_starter_killed_while_making_the_database_leaves_no_half_one(server, tmp_path):
    process = starter(tmp_path / "var")
    while not list(server.home.glob("new-*/PG_VERSION")):
        assert process.poll() is None
    process.kill()
    process.communicate()

    assert ask(server, "SELECT 1") == 1


def test_a_connection_starts_a_killed_server_again(server, tmp_path, django_db_blocker):
    wrapper = DatabaseWrapper(settings_of(tmp_path / "var"))
    with django_db_blocker.unblock():
        wrapper.connect()
        os.kill(server.pid(), signal.SIGKILL)
        wrapper.close()

        wrapper.connect()

        assert wrapper.is_usable()
        wrapper.close()


def test_what_was_saved_outlives_a_killed_server(server):
    ask(server, "CREATE TABLE kept AS SELECT 7 AS seven; COMMIT; SELECT 1")
    os.kill(server.pid(), signal.SIGKILL)
    wait_until_gone(server)

    assert ask(server, "SELECT seven FROM kept") == 7


def test_a_number_that_now_belongs_to_another_process_is_not_believed(server):
    server.start()
    left = (server.data / "postmaster.pid").read_text()
    server.stop()
    stranger = subprocess.Popen(["sleep", "60"])
    (server.data / "postmaster.pid").write_text(left.replace(left.splitlines()[0], str(stranger.pid), 1))

    assert ask(server, "SELECT 1") == 1
    stranger.kill()
    stranger.wait()


def test_it_lives_in_a_long_path_with_a_blank_and_an_å(make_server, tmp_path):
    long = tmp_path / ("en kommun på väg " * 10).strip()
    assert len(str(long)) > 140

    assert ask(make_server(long / "var"), "SELECT 1") == 1


def test_stopping_leaves_no_folder_of_a_socket(make_server, tmp_path):
    server = make_server(tmp_path / ("mapp " * 20).strip() / "var")
    socket = Path(server.start())

    server.stop()

    assert not socket.exists()


def test_stopping_says_whether_it_ran(server):
    server.start()

    assert [server.stop(), server.stop()] == [True, False]


def settings_of(var):
    return {
        "VAR": Path(var), "NAME": "portal", "OPTIONS": {}, "USER": "", "PASSWORD": "", "HOST": "", "PORT": "",
        "TIME_ZONE": None, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False, "AUTOCOMMIT": True,
    }  # fmt: skip


def wait_until_gone(server):
    while server.pid() is not None:
        pass
