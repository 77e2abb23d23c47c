from django.db.backends.postgresql import base, client

from portal.database.server import ROLE, CannotStartError, Server


class DatabaseClient(client.DatabaseClient):
    @classmethod
    def settings_to_cmd_args_env(cls, settings_dict, parameters):
        place = {"HOST": Server(settings_dict["VAR"]).start(), "USER": ROLE}
        return super().settings_to_cmd_args_env({**settings_dict, **place}, parameters)


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL in the folder `VAR`. Each new connection looks for the server first, and starts one that is gone."""

    client_class = DatabaseClient

    def get_connection_params(self):
        try:
            host = Server(self.settings_dict["VAR"]).start()
        except CannotStartError as fault:
            raise self.Database.OperationalError(str(fault)) from fault
        return {**super().get_connection_params(), "host": host, "user": ROLE}

    def get_new_connection(self, conn_params):
        """Try again if the server died between the look and the call."""
        try:
            return super().get_new_connection(conn_params)
        except self.Database.OperationalError:
            if Server(self.settings_dict["VAR"]).pid() is not None:
                raise
            return super().get_new_connection(self.get_connection_params())
