"""Puts the built front end into the wheel. Without Node.js the pages are served without it, and this says so."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUILT = "src/marsad/web/static/dist"


class FrontEnd(BuildHookInterface[Any]):
    """Runs `npm ci` and the build of `frontend/`, unless it is built already."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the islands and name them among the wheel's files."""
        root = Path(self.root)
        built = root / BUILT
        if not (built / "manifest.json").is_file():
            _build(root / "frontend")
        if (built / "manifest.json").is_file() and version != "editable":
            build_data["force_include"][str(built)] = "marsad/web/static/dist"


def _build(sources: Path) -> None:
    npm = shutil.which("npm")
    if npm is None or not (sources / "package-lock.json").is_file():
        print("marsad: no npm, so the desk is installed without its maps and editors; its pages work", file=sys.stderr)
        return
    try:
        for step in (["ci", "--silent"], ["run", "--silent", "build"]):
            subprocess.run([npm, *step], cwd=sources, check=True)
    except (subprocess.CalledProcessError, OSError) as error:
        print(f"marsad: the front end could not be built ({error}); the desk's pages work without", file=sys.stderr)
