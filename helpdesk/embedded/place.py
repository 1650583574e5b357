"""Where the embedded servers keep their files and as whom they run.

PostgreSQL refuses to run as root, and an unprivileged account cannot enter a home of mode 0700. So when we are root and
the checkout lies below such a folder, binaries and data live under /var/tmp; no permission of a parent folder is changed.
"""

import hashlib
import os
import pwd
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

from . import CannotStart

UNPRIVILEGED = "nobody"
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Account:
    name: str
    uid: int
    gid: int


@dataclass(frozen=True, slots=True)
class Place:
    """`account` is None when the servers run as ourselves."""

    root: Path
    account: Account | None

    def make_private_folder(self, path: Path) -> Path:
        """A folder only the servers' account (and root) can enter."""
        path.mkdir(mode=0o700, exist_ok=True)
        if self.account is not None:
            os.chown(path, self.account.uid, self.account.gid)
        return path

    def reachable(self, source: Path, parts: list[str], name: str) -> Path:
        """`source` if the servers' account can read it, else a copy of its `parts` below `root`."""
        if self.account is None or is_open_to_others(source):
            return source
        version = hashlib.sha256(f"{source} {source.stat().st_mtime_ns}".encode()).hexdigest()[:12]
        copy = self.root / f"{name}-{version}"
        if not copy.exists():
            unfinished = copy.with_name(f"{copy.name}.{os.getpid()}")
            for part in parts:
                copy_readable(source / part, unfinished / part)
            unfinished.rename(copy)
        return copy


def choose_place(data_dir: Path) -> Place:
    """Data that exists stays where it is. Raises CannotStart when it cannot be used from there."""
    data_dir.mkdir(parents=True, exist_ok=True)
    here = data_dir / "postgres"
    if os.geteuid() != 0:
        if here.exists() and here.stat().st_uid != os.geteuid():
            raise CannotStart(
                f"The database at {here} was made by another account (root?); use another HELPDESK_DATA_DIR."
            )
        return Place(data_dir, None)
    elsewhere = path_in_var_tmp(data_dir)
    if (elsewhere / "postgres").exists() or not (here.exists() or is_open_to_others(data_dir)):
        return Place(make_folder_in_var_tmp(elsewhere), unprivileged_account())
    if not is_open_to_others(data_dir):
        raise CannotStart(f"Only root can enter {here} now; move the checkout back, or remove that folder.")
    return Place(data_dir, owner_of(here) if here.exists() else unprivileged_account())


def owner_of(path: Path) -> Account:
    """As whom root runs a database that an ordinary user made."""
    entry = pwd.getpwuid(path.stat().st_uid)
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid) if entry.pw_uid else unprivileged_account()


def unprivileged_account() -> Account:
    try:
        entry = pwd.getpwnam(UNPRIVILEGED)
    except KeyError:
        raise CannotStart(
            f"PostgreSQL does not run as root, and there is no account {UNPRIVILEGED!r} to run it."
        ) from None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def path_in_var_tmp(data_dir: Path) -> Path:
    name = hashlib.sha256(str(data_dir.resolve()).encode()).hexdigest()[:12]
    return Path("/var/tmp") / f"helpdesk-{name}"  # noqa: S108 - used only when it is root's own, see below


def make_folder_in_var_tmp(folder: Path) -> Path:
    folder.mkdir(mode=0o755, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
        raise CannotStart(f"{folder} belongs to someone else; set HELPDESK_DATA_DIR to a folder that others may enter.")
    folder.chmod(0o755)
    return folder


def is_open_to_others(path: Path) -> bool:
    """Whether an unrelated account can enter the folder and every folder above it."""
    path = path.resolve()
    return all(stat.S_IMODE(folder.stat().st_mode) & 0o005 == 0o005 for folder in [path]) and all(
        folder.stat().st_mode & stat.S_IXOTH for folder in path.parents
    )


def copy_readable(source: Path, target: Path) -> None:
    """Copies a file or tree with its links resolved, readable by everyone whatever the umask is."""
    make_open_folder(target.parent)
    if source.is_dir():
        make_open_folder(target)
        for child in source.iterdir():
            copy_readable(child, target / child.name)
        return
    shutil.copyfile(source, target)
    target.chmod(0o755 if os.access(source, os.X_OK) and source.stat().st_mode & 0o111 else 0o644)


def make_open_folder(folder: Path) -> None:
    if not folder.exists():
        make_open_folder(folder.parent)
        folder.mkdir()
        folder.chmod(0o755)


def require_free_space(folder: Path, megabytes: int) -> None:
    free = shutil.disk_usage(folder).free // MEGABYTE
    if free < megabytes:
        raise CannotStart(f"The disk is full: {free} MB are free at {folder}, {megabytes} MB are needed.")
