#!/bin/sh
# Copies every file that is the same for each reader into a folder, laid out as in its address, and
# puts a compressed copy beside it: a proxy then sends it from disk without asking Python.
# Usage: static.sh FOLDER [QUALITY], with brotli's QUALITY from 0 to 11 (the default, slow).
set -eu

folder=$1
quality=${2:-11}
streamlit=$(python3 -c 'import importlib.util
print(importlib.util.find_spec("streamlit").submodule_search_locations[0])')

mkdir -p "$folder/app"
cp -R "$streamlit/static/static" "$folder/static"
cp -R "$(dirname "$0")/../static" "$folder/app/static"
# Pictures and fonts are compressed already.
find "$folder" -type f ! -name '*.woff2' ! -name '*.png' ! -name '*.gif' \
    -exec gzip -9 --no-name --keep {} + -exec brotli --quality="$quality" --keep {} +
