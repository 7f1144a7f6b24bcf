#!/bin/sh
# Debian's packages are there already: this looks whether all that the page names are.
case "$1" in
  update) exit 0 ;;
  install) shift; for name in "$@"; do case "$name" in -*) ;; *)
    dpkg -s "$name" >/dev/null 2>&1 || { echo "$name is not installed on this machine" >&2; exit 1; } ;; esac; done ;;
  *) echo "apt-get $1 is not foreseen" >&2; exit 1 ;;
esac
