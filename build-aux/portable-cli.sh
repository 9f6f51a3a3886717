#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# taper-cli for machines without packages: build-aux/portable-cli.sh DEST
# A folder that holds the program, every library it needs down to the C library and its loader, the
# word vectors and the shipped bundles. Copy it to any x86-64 Linux of the same or a newer kernel and
# call DEST/taper-cli. (A single static file is not to be had on Debian 12: its json-glib, libmount
# and gdk-pixbuf come without static libraries.)
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
dest=$(realpath -m "${1:?usage: portable-cli.sh DEST}")
build=$root/build-portable
[ -f "$build/build.ninja" ] || meson setup "$build" "$root" --buildtype=release -Dui=false >/dev/null
ninja -C "$build" --quiet app/cli/taper-cli
mkdir -p "$dest/lib" "$dest/data"
strip -o "$dest/lib/taper-cli" "$build/app/cli/taper-cli"
ldd "$build/app/cli/taper-cli" | grep -o '/[^ ]*' | sort -u | while read -r library; do
  cp -L "$library" "$dest/lib/"
done
cp -r "$root/data/bundles" "$root/data/embeddings" "$root/data/recipes" "$dest/data/"
cat >"$dest/taper-cli" <<'TEXT'
#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
export TAPER_DATADIR="${TAPER_DATADIR:-$here/data}"
exec "$here/lib/ld-linux-x86-64.so.2" --library-path "$here/lib" "$here/lib/taper-cli" "$@"
TEXT
chmod +x "$dest/taper-cli"
# In an empty root nothing but the folder's own files can be found.
if unshare -r true 2>/dev/null; then
  unshare -r chroot "$dest" /lib/ld-linux-x86-64.so.2 --library-path /lib /lib/taper-cli --version
fi
du -sh "$dest"
