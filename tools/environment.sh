#!/bin/sh
# Make .venv from pinned, hashed requirements: tools/environment.sh requirements/app.txt
#
# A fresh Debian has Python without the parts that make an environment (ensurepip, pip). So: as
# Python does it by itself; else without pip, which Debian's own pip then fills; else, where this may
# install packages, with Debian's python3-venv; else it says what is missing.
set -eu
requirements=$1
cd "$(dirname "$0")/.."

fail() {
    echo "$*" >&2
    exit 1
}

find_python() {
    for name in "${PYTHON:-python3.11}" python3.11 python3 python3.12 python3.13; do
        if command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    fail "Python 3.11 or newer is needed (Debian 12: apt-get install python3)."
}

# Whether an environment with a working pip, or one that Python's own pip can fill, could be made.
make_environment() {
    rm -rf .venv
    if "$python" -m venv .venv >/dev/null 2>&1; then return 0; fi
    rm -rf .venv
    "$python" -m pip --version >/dev/null 2>&1 || return 1
    "$python" -m venv --without-pip .venv >/dev/null 2>&1
}

install_venv() {
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    package="python$version-venv"
    as_root=
    if [ "$(id -u)" != 0 ]; then as_root="sudo -n"; fi
    if command -v apt-get >/dev/null 2>&1 && $as_root true 2>/dev/null; then
        echo "Installing $package, which this Python needs to make an environment." >&2
        $as_root apt-get install -y -qq --no-install-recommends "$package" >/dev/null 2>&1 ||
            { $as_root apt-get update -qq >/dev/null &&
                $as_root env DEBIAN_FRONTEND=noninteractive \
                    apt-get install -y -qq --no-install-recommends "$package" >/dev/null; } || true
    fi
    make_environment ||
        fail "This Python cannot make an environment. Once, as root: apt-get install $package"
}

if ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    python=$(find_python)
    make_environment || install_venv
fi

if .venv/bin/python -m pip --version >/dev/null 2>&1; then
    pip() { .venv/bin/python -m pip "$@"; }
else
    outside=$(find_python)
    pip() { "$outside" -m pip --python .venv/bin/python "$@"; }
fi
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1
echo "Installing $requirements into .venv" >&2
pip install -qq --require-hashes --only-binary :all: -r "$requirements"
# The project itself, as it lies here. Its build tool is pinned among the requirements.
pip install -qq --no-deps --no-build-isolation -e .
