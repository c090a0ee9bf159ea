#!/usr/bin/env bash
# Prints the size of every file in a folder, as it is and after Brotli, and what a first visit to the
# page in it loads of them; fails when that is too much: sizes.sh DIR
set -euo pipefail
cd "$1"
limit=315000 # bytes of a first visit, packed
if command -v brotli >/dev/null; then packed() { brotli -c -q 11 "$1" | wc -c; }; else packed() { gzip -9 -c "$1" | wc -c; }; fi
kind=$(command -v brotli >/dev/null && echo brotli || echo gzip)
# What the page names, but the icon for home screens and the lessons; and the program, which its
# script loads. The later part of the program comes when something is pressed or opened.
first=" index.html $(grep -v 'rel="help"' index.html 2>/dev/null | grep -oE '(href|src)="[^":]+"' | sed -E 's/.*="([^"]*)"/\1/' | grep -v apple | tr '\n' ' ')"
raw_sum=0 packed_sum=0 raw_first=0 packed_first=0 raw_later=0 packed_later=0
printf '  %-34s %12s %12s\n' "$1" bytes "$kind"
while IFS= read -r file; do
  name=${file#./} mark=' '
  raw=$(wc -c <"$file") small=$(packed "$file")
  if [[ $first == *" $name "* || $name == playground-*.wasm ]]; then
    mark='*' raw_first=$((raw_first + raw)) packed_first=$((packed_first + small))
  elif [[ $name == later-*.wasm ]]; then
    mark='+' raw_later=$((raw_later + raw)) packed_later=$((packed_later + small))
  fi
  printf '%s %-34s %12d %12d\n' "$mark" "$name" "$raw" "$small"
  raw_sum=$((raw_sum + raw)) packed_sum=$((packed_sum + small))
done < <(find . -type f | sort)
printf '  %-34s %12d %12d\n' total "$raw_sum" "$packed_sum"
printf '+ %-34s %12d %12d\n' 'when something is pressed' "$raw_later" "$packed_later"
printf '* %-34s %12d %12d\n' 'a first visit, to show and train' "$raw_first" "$packed_first"
printf '  %-34s %12s %12d\n' 'of at most' '' "$limit"
if [ "$kind" = brotli ] && [ "$packed_first" -gt "$limit" ]; then
  echo 'A first visit is too large: tools/later.txt says what can come later.' >&2
  exit 1
fi
