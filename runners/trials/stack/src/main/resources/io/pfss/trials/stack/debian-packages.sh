# Unpacks Debian packages, and those of their dependencies that are not installed. Installs nothing, so it
# does not need root. Arguments: the folder to unpack into, a folder for temporary files, and the names
# of the packages.
set -eu
content=$1 scratch=$2
shift 2
export LC_ALL=C
cd "$scratch"

download() {
  # The plan omits installed packages, and one of the given packages may be installed.
  plan=$(apt-get --simulate --no-install-recommends install "$@") &&
    apt-get download "$@" $(echo "$plan" | sed -n 's/^Inst \([^ ]*\) .*/\1/p')
}

command -v apt-get || { echo 'E: apt-get is not on the PATH'; exit 1; }
if ! download "$@"; then
  # The system's package lists may be missing or outdated, and only root can update them.
  echo 'The system'"'"'s package lists are missing or outdated.'
  mkdir -p lists/partial cache/archives/partial
  printf 'Dir::State::lists "%s/lists";\nDir::Cache "%s/cache";\n' "$PWD" "$PWD" > apt.conf
  export APT_CONFIG="$PWD/apt.conf"
  # apt-get update succeeds even if it reached no server.
  apt-get update > update.txt 2>&1 && ls lists/*_Packages* || { sed -n 's/^[EW]: /E: /p' update.txt; exit 1; }
  # The first attempt may have downloaded some packages, perhaps older versions.
  rm -f ./*.deb
  download "$@"
fi
for file in *.deb; do
  dpkg-deb --extract "$file" "$content"
done
