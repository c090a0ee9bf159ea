# shellcheck shell=bash
# Finds or fetches what builds need; sourced by ./run and the scripts beside this file, from the
# project's top folder. Everything fetched lives in the cache folder below; nothing of the system is
# touched, save that native builds install their compiler with apt-get on Debian and Ubuntu as root.

cache=${XDG_CACHE_HOME:-$HOME/.cache}/backprop-playground
jobs=$(nproc 2>/dev/null || echo 2)

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }
die() { printf '%s\n' "$*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }
hash_of() { sha256sum "$@" | sha256sum | cut -c 1-12; }

# --- rights and packages of the host -------------------------------------------------------------

may_install() { have apt-get && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }; }
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }

apt_install() {
  say "Installing $* with apt-get"
  export DEBIAN_FRONTEND=noninteractive
  as_root apt-get -o DPkg::Lock::Timeout=300 update -qq
  as_root apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends "$@" >/dev/null
}

# The Debian mirror that the host's own package sources name, in either of their formats
mirror() {
  local url=${BACKPROP_DEBIAN_MIRROR:-}
  [ -n "$url" ] || url=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list \
    /etc/apt/sources.list.d/*.sources /etc/apt/mirrors/*.list 2>/dev/null | grep -v '^ *#' |
    grep -oE '(https?|file)://[^] ]*/debian/?( |$)' | head -n 1 | tr -d ' ') || true
  [ -n "$url" ] || die "No Debian mirror in this system's package sources: set BACKPROP_DEBIAN_MIRROR to one, or put Emscripten 4 or later (emcc) on the PATH."
  echo "${url%/}"
}

# --- isolated folders of Debian packages ---------------------------------------------------------

folder_of() { echo "$cache/$1-$(hash_of "tools/packages-$1.txt")"; }

# Makes the folder with the packages of tools/packages-NAME.txt, once; a new list makes a new folder.
# The archive's signature is checked, but not how long it is valid: people name snapshots of a mirror,
# and copies that are behind, whose lists have expired. What an expired list could bring back is an old
# package, into a folder that only builds and tests this project.
make_folder() {
  [ -f "tools/packages-$1.txt" ] || die "Please run this in the project's top folder."
  local dir; dir=$(folder_of "$1")
  [ -d "$dir" ] && return
  have mmdebstrap && have bwrap || apt_install mmdebstrap bubblewrap xz-utils
  say "Fetching the $1 tools into $dir (once, about a minute)"
  mkdir -p "$cache"
  as_root rm -rf "$cache/$1"-*
  [ "$1" != build ] || rm -rf build/web-*  # made by another compiler
  as_root mmdebstrap --quiet --variant=apt --aptopt='Acquire::Check-Valid-Until "false"' \
    --aptopt='APT::Install-Recommends "false"' --dpkgopt=force-unsafe-io --include="$(paste -sd, "tools/packages-$1.txt")" \
    --customize-hook='for f in resolv.conf hosts machine-id; do rm -f "$1/etc/$f"; touch "$1/etc/$f"; done' \
    --customize-hook='rm -rf "$1"/var/cache/apt/* "$1"/var/lib/apt/lists/* "$1"/usr/share/man' \
    forky "$dir.part" "$(mirror)"
  as_root mv "$dir.part" "$dir"
}

# Runs a command inside such a folder, which it cannot change, with the project and the cache in place.
in_folder() {
  local dir; dir=$(folder_of "$1"); shift
  local certs=/etc/ssl/certs/ca-certificates.crt home=$cache/home
  local libraries; libraries=$(folder_of build)-libraries  # Emscripten's, compiled on first use
  mkdir -p "$home" "$libraries"
  local bind=(--ro-bind "$dir/usr" /usr --ro-bind "$dir/etc" /etc --ro-bind "$dir/var" /var
    --symlink usr/bin /bin --symlink usr/sbin /sbin --symlink usr/lib /lib --symlink usr/lib64 /lib64
    --dev /dev --proc /proc --tmpfs /tmp --perms 1777 --tmpfs /dev/shm
    --ro-bind-try /sys /sys --ro-bind-try /etc/resolv.conf /etc/resolv.conf --ro-bind-try /etc/hosts /etc/hosts
    --ro-bind-try "$certs" "$certs" --bind "$cache" "$cache" --bind "$PWD" "$PWD" --chdir "$PWD")
  [ -f "$HOME/.npmrc" ] && bind+=(--ro-bind "$HOME/.npmrc" "$home/.npmrc")
  env -u EMSDK -u EMSDK_NODE -u LD_LIBRARY_PATH -u LD_PRELOAD PATH=/usr/bin:/bin:/usr/sbin:/sbin HOME="$home" \
    LANG=C.UTF-8 EM_CACHE="$libraries" NODE_EXTRA_CA_CERTS="$certs" \
    BACKPROP_DEPS_DIR="${BACKPROP_DEPS_DIR:-}" bwrap --die-with-parent "${bind[@]}" "$@"
}

# --- what a build uses ---------------------------------------------------------------------------

own_emscripten() {
  have emcc || return 1
  local version; version=$(emcc -dumpversion 2>/dev/null) || return 1
  [ "${version%%.*}" -ge 4 ] 2>/dev/null
}

# Runs a command with Emscripten, CMake, Ninja and Node: the system's own if emcc is, else fetched.
web() {
  if [ -z "${web_tools:-}" ]; then
    if own_emscripten; then
      web_tools=own
      local tool
      for tool in cmake ninja node npm; do
        have $tool || die "Please install $tool: it is needed beside the Emscripten on your PATH."
      done
    elif [ -d "$(folder_of build)" ] && have bwrap || may_install; then
      web_tools=fetched
      make_folder build
      # Compiling something puts the system's headers in place; those that came during a build would
      # make the next one compile again what was compiled before they came.
      [ -e "$(folder_of build)-libraries/sysroot_install.stamp" ] ||
        in_folder build em++ -x c++ -c /dev/null -o /tmp/nothing.o 2>/dev/null || true
    else
      die "Please install Emscripten 4 or later (emcc on the PATH); only on Debian, with root or sudo, can it be fetched for you."
    fi
  fi
  if [ "$web_tools" = own ]; then "$@"; else in_folder build "$@"; fi
}

# Library sources from the Debian mirror, each checked; CMake downloads those that are not to be had.
fetch_sources() {
  export BACKPROP_DEPS_DIR=${BACKPROP_DEPS_DIR:-$cache/sources}
  local helper=/usr/lib/apt/apt-helper name path sum dir
  [ -x $helper ] || return 0
  while read -r name path sum; do
    dir=$BACKPROP_DEPS_DIR/$name
    [ "$(cat "$dir/.sha256" 2>/dev/null)" != "$sum" ] || continue
    have xz || ! may_install || apt_install xz-utils
    say "Fetching the sources of $name"
    rm -rf "$dir" "$dir.part" "$dir.tar"
    mkdir -p "$dir.part"
    $helper download-file "$(mirror)/$path" "$dir.tar" "SHA256:$sum" >/dev/null 2>&1 &&
      tar -xmf "$dir.tar" --strip-components=1 -C "$dir.part" && echo "$sum" >"$dir.part/.sha256" &&
      mv "$dir.part" "$dir" || say "No $name on the mirror: CMake will download it from its project."
    rm -rf "$dir.part" "$dir.tar"
  done < <(grep -v '^#' tools/sources.txt)
}

# npm packages as the lock file has them, none of whose scripts run, and the fonts made of them
fetch_npm() {
  local stamp=node_modules/.lock-hash lock; lock=$(hash_of package-lock.json)
  if [ "$(cat $stamp 2>/dev/null)" != "$lock" ]; then
    say "Installing npm packages"
    web npm ci --ignore-scripts --no-update-notifier --loglevel=error
    echo "$lock" >$stamp
  fi
  [ build/generated/fonts/fonts_data.cpp -nt tools/fonts.json ] && [ build/generated/fonts/fonts_data.cpp -nt tools/fonts.mjs ] &&
    [ build/generated/fonts/fonts_data.cpp -nt tools/truetype.mjs ] &&
    [ build/generated/fonts/fonts_data.cpp -nt package-lock.json ] || web node tools/fonts.mjs build/generated/fonts
}

# The engines of others that `./run bench` measures beside ours
fetch_peers() {
  local stamp=tests/bench/node_modules/.lock-hash lock; lock=$(hash_of tests/bench/package-lock.json)
  [ "$(cat $stamp 2>/dev/null)" != "$lock" ] || return 0
  say "Installing the npm packages to measure against"
  web npm ci --prefix tests/bench --ignore-scripts --no-update-notifier --loglevel=error
  echo "$lock" >$stamp
}

# A C++ compiler, CMake, Ninja, GLFW and OpenGL of the host
native_tools() {
  local tool missing=() package
  if have dpkg-query; then
    for package in g++ cmake ninja-build libglfw3-dev libgl-dev; do
      dpkg-query -W -f '${db:Status-Status}' $package 2>/dev/null | grep -q '^installed' || missing+=("$package")
    done
    if [ ${#missing[@]} -gt 0 ] && may_install; then apt_install "${missing[@]}"; fi
  fi
  for tool in c++ cmake ninja; do
    have $tool || die "Please install $tool: native builds need it."
  done
}

# Configures (only when it never was) and builds: build_preset PRESET [TARGET...]. One at a time, for
# stages of ./run test run side by side.
build_preset() {
  local preset=$1 lock; shift
  local with=(); [[ $preset != web-* ]] || with=(web)
  mkdir -p build
  exec {lock}>build/.lock-"$preset"
  ! have flock || flock $lock
  fetch_sources
  fetch_npm
  [[ $preset == web-* ]] || native_tools
  [ -f "build/$preset/build.ninja" ] || "${with[@]}" cmake --preset "$preset"
  "${with[@]}" cmake --build "build/$preset" -j "$jobs" ${1:+--target "$@"}
  exec {lock}>&-
}
