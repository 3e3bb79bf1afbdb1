"""What dlwidgets needs, what is installed of it, and the command that installs the rest."""

import shlex
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.util import find_spec
from typing import TYPE_CHECKING

from dlwidgets.errors import MissingExtraError

if TYPE_CHECKING:
    from packaging.requirements import Requirement

# The same library under the names that its builds have.
_TENSORFLOW = ("tensorflow", "tensorflow-cpu", "tensorflow-intel", "tensorflow-macos")


@dataclass(frozen=True)
class Package:
    """One requirement of dlwidgets, and what is installed for it."""

    name: str
    wanted: str
    installed: str | None
    fits: bool

    def __str__(self) -> str:
        """Write the name with its version, or what is wrong with it."""
        if self.installed is None:
            return f"{self.name} is missing"
        return f"{self.name} {self.installed}" + ("" if self.fits else f" (wanted: {self.wanted})")


def packages(extra: str) -> list[Package]:
    """List what the base, or an extra of it, needs on this platform.

    Parameters
    ----------
    extra : str
        ``"keras"``, ``"lab"``, or an empty string for the base.

    Returns
    -------
    list of Package
        One for each requirement.

    Raises
    ------
    MissingExtraError
        If so much is missing that requirements can't be read.
    """
    if find_spec("packaging") is None:
        message = f"The base packages are missing. Install them with: {_installer()} altair packaging"
        raise MissingExtraError(message)
    from packaging.requirements import Requirement

    wanted = [Requirement(line) for line in requires("dlwidgets") or []]
    return [_package(requirement) for requirement in wanted if _belongs(requirement, extra)]


def install_command(found: Iterable[Package], *options: str) -> str:
    """Write the command that installs some packages into this very environment.

    Parameters
    ----------
    found : iterable of Package
        What to install; by name and bounds, so that it works wherever dlwidgets itself came from.
    *options : str
        Further words for the installer.

    Returns
    -------
    str
        One line for a terminal.
    """
    wanted = " ".join(f'"{package.name}{package.wanted}"' for package in found)
    return " ".join([_installer(), *options, wanted])


def require(module: str, extra: str) -> None:
    """Stop with the command that helps if a module of an extra is not installed.

    Parameters
    ----------
    module : str
        The name that would be imported.
    extra : str
        The extra that brings it.

    Raises
    ------
    MissingExtraError
        If the module is not there.
    """
    if find_spec(module) is None:
        missing = [package for package in packages(extra) if not package.fits]
        message = f"{module} is not installed here. Install it with: {install_command(missing)}"
        raise MissingExtraError(message)


def _installer() -> str:
    """Name the installer that this environment has; those that uv makes have no pip."""
    python = shlex.quote(sys.executable)
    return f"{python} -m pip install" if find_spec("pip") else f"uv pip install --python {python}"


def _belongs(requirement: "Requirement", extra: str) -> bool:
    """Say whether a requirement belongs to the extra, on this platform."""
    marker = requirement.marker
    if not extra:
        return marker is None or marker.evaluate({"extra": ""})
    return marker is not None and "extra" in str(marker) and marker.evaluate({"extra": extra})


def _package(requirement: "Requirement") -> Package:
    """Look up what is installed for a requirement."""
    names = _TENSORFLOW if requirement.name in _TENSORFLOW else (requirement.name,)
    installed = next(_versions(names), None)
    fits = installed is not None and requirement.specifier.contains(installed, prereleases=True)
    return Package(requirement.name, str(requirement.specifier), installed, fits)


def _versions(names: Iterable[str]) -> Iterator[str]:
    """Give the version of each of the distributions that is installed."""
    for name in names:
        try:
            yield version(name)
        except PackageNotFoundError:
            continue
