"""python -m pymastery, as a user runs it."""

import json
import os
import platform
import signal
import subprocess
import sys
from pathlib import Path

import pytest

HELPERS = Path(__file__).resolve().parent.parent


def run(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "pymastery", *arguments],
        capture_output=True,
        text=True,
        cwd=HELPERS,
        check=False,
        env={"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", **environment},
    )


@pytest.mark.parametrize("arguments", [(), ("--help",)])
def test_help_names_both_commands(arguments):
    done = run(*arguments)
    assert done.returncode == 0
    assert "doctor" in done.stdout
    assert "lab" in done.stdout


def test_doctor_says_what_works_here():
    done = run("doctor")
    assert done.returncode == 0, done.stdout
    assert platform.python_version() in done.stdout
    for kind in ("bytecode", "layout", "graph", "check"):
        assert any(line.startswith(kind) and line.endswith("works") for line in done.stdout.splitlines()), done.stdout


def test_doctor_finds_the_extension_and_sees_it_disabled(tmp_path):
    if subprocess.run([sys.executable, "-c", "import jupyterlab_server"], capture_output=True, check=False).returncode:
        assert "not in this environment" in run("doctor").stdout
        return
    extension = tmp_path / "labextensions" / "pymastery"
    extension.mkdir(parents=True)
    manifest = {"name": "pymastery", "version": "9.9.9", "jupyterlab": {"_build": {"load": "x"}}}
    (extension / "package.json").write_text(json.dumps(manifest))
    config = tmp_path / "config"
    (config / "labconfig").mkdir(parents=True)
    environment = {"JUPYTER_PATH": str(tmp_path), "JUPYTER_CONFIG_DIR": str(config)}
    assert "extension 9.9.9 is enabled" in run("doctor", **environment).stdout
    (config / "labconfig" / "page_config.json").write_text('{"disabledExtensions": {"pymastery": true}}')
    assert "is disabled" in run("doctor", **environment).stdout
    (extension / "package.json").write_text("{")
    assert "the extension is damaged" in run("doctor", **environment).stdout


def test_unknown_command_is_refused_with_the_choices():
    done = run("lob")
    assert done.returncode == 2
    assert "doctor" in done.stderr


def test_lab_without_jupyterlab_says_how_to_get_it(tmp_path):
    if not subprocess.run([sys.executable, "-c", "import jupyterlab"], capture_output=True, check=False).returncode:
        pytest.skip("JupyterLab is installed here; the environments of the other interpreters run this")
    done = run("lab", str(tmp_path))
    assert done.returncode == 1
    assert "pip install 'pymastery[lab]'" in done.stderr


ASKING_SERVER = """
import signal

signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
print("serving", flush=True)
signal.sigwait({signal.SIGINT})
print("Shut down?", flush=True)
signal.sigwait({signal.SIGINT})
raise SystemExit(3)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no process group to interrupt")
def test_lab_leaves_an_interrupt_to_the_server(tmp_path):
    (tmp_path / "jupyterlab").mkdir()
    (tmp_path / "jupyterlab/__init__.py").touch()
    (tmp_path / "jupyterlab/__main__.py").write_text(ASKING_SERVER)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), str(HELPERS)])}
    command = [sys.executable, "-m", "pymastery", "lab", "--no-browser", str(tmp_path / "course of mine")]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as running:
        for line in ("Opening", "serving"):
            assert line in running.stdout.readline()
        os.killpg(running.pid, signal.SIGINT)
        assert "Shut down?" in running.stdout.readline()
        os.killpg(running.pid, signal.SIGINT)
        assert running.wait() == 3
    assert (tmp_path / "course of mine/pymastery-course").is_dir()
