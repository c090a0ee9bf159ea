#!/usr/bin/env bash
# Prints the size of every file in a folder, as it is and after Brotli: sizes.sh DIR
set -euo pipefail
cd "$1"
if command -v brotli >/dev/null; then packed() { brotli -c -q 11 "$1" | wc -c; }; else packed() { gzip -9 -c "$1" | wc -c; }; fi
kind=$(command -v brotli >/dev/null && echo brotli || echo gzip)
raw_sum=0 packed_sum=0
printf '%-28s %12s %12s\n' "$1" bytes "$kind"
while IFS= read -r file; do
  raw=$(wc -c <"$file") small=$(packed "$file")
  printf '%-28s %12d %12d\n' "${file#./}" "$raw" "$small"
  raw_sum=$((raw_sum + raw)) packed_sum=$((packed_sum + small))
done < <(find . -type f | sort)
printf '%-28s %12d %12d\n' total "$raw_sum" "$packed_sum"
