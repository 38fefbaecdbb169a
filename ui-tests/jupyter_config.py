"""How the browser tests run Jupyter: a real server, open to this machine's loopback only."""

import os

c = get_config()  # noqa: F821

c.ServerApp.ip = "127.0.0.1"
c.ServerApp.port = int(os.environ["PYMASTERY_PORT"])
c.ServerApp.port_retries = 0
c.ServerApp.open_browser = False
c.ServerApp.allow_root = True
c.ServerApp.root_dir = os.environ["PYMASTERY_ROOT"]
c.ServerApp.base_url = os.environ.get("PYMASTERY_BASE_URL", "/")
c.IdentityProvider.token = "test"  # noqa: S105
c.LabApp.expose_app_in_browser = True
c.JupyterNotebookApp.expose_app_in_browser = True
