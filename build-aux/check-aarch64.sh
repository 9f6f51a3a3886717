#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Whether core compiles for 64-bit ARM: every file is parsed, and the files that are built once per
# instruction set are compiled as Meson does there. Headers of libraries are this machine's, which
# say the same on both. Run by ./dev aarch64, which installs the compiler.
set -uo pipefail
cd "$(dirname "$0")/.."

scratch=$(mktemp -d)
trap 'rm -r "$scratch"' EXIT
echo '#define TAPER_VERSION ""' > "$scratch/taper-config.h"
flags=(-std=gnu11 -Wall -Wextra -Werror -Wno-unused-parameter -Wno-sign-compare -Wno-psabi -D_GNU_SOURCE
  -I. "-I$scratch" -idirafter /usr/include -idirafter "/usr/include/$(gcc -print-multiarch)")
read -ra libraries < <(pkg-config --cflags gio-unix-2.0 json-glib-1.0 libpng libjpeg gdk-pixbuf-2.0 libwebp libwebpdemux openblas)
compile() {
  if aarch64-linux-gnu-gcc "${flags[@]}" "${libraries[@]}" "$@"; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
  fi
}

passed=0 failed=0
per_set=(core/kernels/taper-kernels-{conv,rest,winograd}.c core/ops/taper-block-{kernels,winograd,winograd-weights}.c)
while read -r file; do
  case " ${per_set[*]} " in
    *" $file "*) compile -O1 -DTAPER_KERNELS_NAME=generic -c "$file" -o "$scratch/kernel.o" ;;
    *) compile -fsyntax-only "$file" ;;
  esac
done < <(git ls-files 'core/*.c')
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
