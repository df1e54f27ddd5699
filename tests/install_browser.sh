#!/bin/sh
# Installs what the tests of the page need, and a font of Chinese and Korean for those of pictures, where the system is Debian or like it; elsewhere says what to get.
set -eu
missing="chromium fonts-noto-core"
for name in chromium chromium-browser google-chrome; do
  if command -v "$name" >/dev/null 2>&1; then
    missing=""
  fi
done
if ! ls /usr/share/fonts/truetype/wqy/*.ttc >/dev/null 2>&1; then
  missing="$missing fonts-wqy-microhei"
fi
if [ -z "$missing" ]; then
  exit 0
fi
if ! command -v apt-get >/dev/null 2>&1; then
  echo "the tests need Chromium on the PATH and a font of Chinese and Korean: install them" >&2
  exit 0
fi
as_root=""
if [ "$(id -u)" -ne 0 ]; then
  as_root="sudo"
fi
$as_root apt-get update -qq
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null
