# Unpacks Debian packages, and those of their dependencies that are not installed. Needs no root:
# nothing is installed. Arguments: the folder to unpack into, a folder for what is needed only
# meanwhile, and the packages as apt-get names them.
set -eu
content=$1 scratch=$2
shift 2
export LC_ALL=C
cd "$scratch"

download() {
  # What is installed is no part of the plan, and one of the packages may be.
  plan=$(apt-get --simulate --no-install-recommends install "$@") &&
    apt-get download "$@" $(echo "$plan" | sed -n 's/^Inst \([^ ]*\) .*/\1/p')
}

command -v apt-get || { echo 'E: apt-get is not on the PATH'; exit 1; }
if ! download "$@"; then
  # The system's package lists may be missing or old, and only root may update them.
  echo 'The system'"'"'s package lists do not suffice.'
  mkdir -p lists/partial cache/archives/partial
  printf 'Dir::State::lists "%s/lists";\nDir::Cache "%s/cache";\n' "$PWD" "$PWD" > apt.conf
  export APT_CONFIG="$PWD/apt.conf"
  # It ends well where it reached no server.
  apt-get update > update.txt 2>&1 && ls lists/*_Packages* || { sed -n 's/^[EW]: /E: /p' update.txt; exit 1; }
  # Some of them, perhaps older ones, may have come.
  rm -f ./*.deb
  download "$@"
fi
for file in *.deb; do
  dpkg-deb --extract "$file" "$content"
done
