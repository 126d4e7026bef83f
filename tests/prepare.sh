#!/bin/sh
# What the tests need beside Python packages: a Chromium for the tests of the HTML report.
# Quiet when it is there; installs Debian's or Ubuntu's package where it may; otherwise says what to do and lets the
# other tests run.
set -eu

for name in chromium chromium-browser google-chrome google-chrome-stable; do
    if command -v "$name" >/dev/null 2>&1; then
        exit 0
    fi
done

advice="The tests of the HTML report need Chromium. Install it (Debian: apt-get install chromium) and run make test again; the other tests run without it."

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

echo "Installing Chromium for the tests of the HTML report (once) ..."
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! {
    $as_root apt-get -qq update &&
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends chromium
} >"$log" 2>&1; then
    tail -n 5 "$log" >&2
    echo "$advice" >&2
    exit 0
fi
