#!/bin/sh
# What the tests need beside Python packages: a Chromium for the tests of pages, a PostgreSQL for those of the record,
# Node.js to build the desk's maps and editors.
# Quiet when they are there; installs Debian's or Ubuntu's packages where it may; otherwise says what to do and lets the
# other tests run.
set -eu

wanted=""
browser=""
for name in chromium chromium-browser google-chrome google-chrome-stable; do
    if command -v "$name" >/dev/null 2>&1; then
        browser=$name
    fi
done
if [ -z "$browser" ]; then
    wanted="chromium"
fi
if ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 && ! command -v initdb >/dev/null 2>&1; then
    wanted="$wanted postgresql"
fi
if ! command -v npm >/dev/null 2>&1; then
    wanted="$wanted nodejs npm"
fi
if [ -z "$wanted" ]; then
    exit 0
fi

advice="Some tests need:$(printf ' %s' $wanted). Install it (Debian: apt-get install$(printf ' %s' $wanted)) and run make test again; the other tests run without it."

if ! command -v apt-get >/dev/null 2>&1; then
    echo "$advice" >&2
    exit 0
fi

if [ "$(id -u)" -eq 0 ]; then
    as_root=""
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    as_root="sudo -n"
else
    echo "$advice" >&2
    exit 0
fi

echo "Installing for the tests (once):$(printf ' %s' $wanted) ..."
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! {
    $as_root apt-get -qq update &&
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends $wanted
} >"$log" 2>&1; then
    tail -n 5 "$log" >&2
    echo "$advice" >&2
    exit 0
fi
