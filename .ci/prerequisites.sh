# Sourced by test.sh and demo.sh: what a machine needs before `dotnet build` can work.
# Installs from the machine's own package sources where it may, otherwise says exactly what to install.

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false DOTNET_ADD_GLOBAL_TOOLS_TO_PATH=false
# Build nodes that outlive the script would keep files of this tree open.
export MSBUILDDISABLENODEREUSE=1

say() { printf '%s\n' "$*" >&2; }

# True when this process may install packages. A missing package list (fresh container) is fetched once.
can_install() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1
}

apt_has() {
  if ! apt-cache policy "$1" 2>/dev/null | grep -q 'Candidate: [^(]'; then
    apt-get update -qq >/dev/null 2>&1 || true
  fi
  apt-cache policy "$1" 2>/dev/null | grep -q 'Candidate: [^(]'
}

apt_install() {
  say "Installing $* ..."
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# global.json says which SDKs will do; the SDK resolver itself is asked, so that the rule stands in one place. What it says against one that is there is told at the end.
sdk_ready() {
  command -v dotnet >/dev/null 2>&1 || return 1
  sdk_says=$(cd "$1" && dotnet --version 2>&1 >/dev/null) && return
  [ -n "$sdk_says" ] || sdk_says="'dotnet --version' failed and said nothing."
  return 1
}

# Where nothing can be told of the machine's libraries they are taken to be there. Read as a whole: a reader that leaves early would make the list look like a failure.
icu_missing() {
  local ldconfig
  ldconfig=$(PATH="$PATH:/usr/sbin:/sbin" command -v ldconfig) || return 1
  case "$("$ldconfig" -p 2>/dev/null)" in *libicuuc*) return 1 ;; esac
}

require_sdk() {
  local sdk_says=''
  # Without ICU libraries the .NET command line does not even start; it needs no cultures here, and the tests that do say so.
  if icu_missing; then
    export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
  fi

  sdk_ready "$1" && return
  if [ -x "${HOME:-}/.dotnet/dotnet" ]; then
    export PATH="$HOME/.dotnet:$PATH" DOTNET_ROOT="$HOME/.dotnet"
    sdk_ready "$1" && return
  fi

  if can_install && apt_has dotnet-sdk-10.0 && apt_install dotnet-sdk-10.0 && sdk_ready "$1"; then
    return
  fi

  local debian
  debian=$(. /etc/os-release 2>/dev/null && [ "${ID:-}" = debian ] && printf '%s' "${VERSION_ID%%.*}") || debian=''
  [ -z "$sdk_says" ] || say "There is a dotnet, but it does not do here. It says:
$sdk_says
"
  cat >&2 <<TEXT
The .NET SDK 10 is missing. Install it in one of these ways, then run this script again.

Debian ${debian:-12}, as root: add Microsoft's package source for this Debian (the download page of .NET has its .deb file), then
  apt-get update && apt-get install -y dotnet-sdk-10.0

Any Linux or macOS, without root (this script finds it there by itself): get dotnet-install.sh from the download page of .NET, then
  bash dotnet-install.sh --channel 10.0
TEXT
  exit 1
}

# Only the native AOT test needs these; without them it skips with a reason (and fails where CI=true).
offer_native_toolchain() {
  [ "$(uname -s)" = Linux ] || return 0
  local missing=()
  command -v clang >/dev/null 2>&1 || command -v gcc >/dev/null 2>&1 || missing+=(clang)
  [ -e /usr/include/zlib.h ] || missing+=(zlib1g-dev)
  [ ${#missing[@]} -eq 0 ] && return 0
  if can_install && apt_has "${missing[0]}" && apt_install "${missing[@]}"; then
    return 0
  fi
  say "Native AOT needs ${missing[*]}: its test will be skipped. As root: apt-get install -y ${missing[*]}"
}
