# SPDX-License-Identifier: GPL-3.0-or-later
"""Languages to test in, on machines that have none: a locale made for the test alone."""
import os
import subprocess


def compile_locale(folder, name="de_DE"):
    """Makes @name in @folder; -> the environment in which it is the user's."""
    subprocess.run(["localedef", "-i", name, "-f", "UTF-8", os.path.join(folder, f"{name}.UTF-8")],
                   check=True, capture_output=True)
    return {"LOCPATH": folder, "LC_ALL": f"{name}.UTF-8", "LANGUAGE": name}
