"""`make run` once everything is installed: servers, migrations, demo, then all processes in one terminal."""
