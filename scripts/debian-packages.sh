#!/bin/sh
# Brings what the full test run needs from Debian, or says plainly what will be left out.
missing=""
need() { # command-or-file, package, what is left out without it
    if ! command -v "$1" >/dev/null && ! ls $1 >/dev/null 2>&1; then
        missing="$missing $2"
        left_out="$left_out
  $2: $3"
    fi
}
browser=chromium-headless-shell
[ "$(id -u)" = 0 ] || ! command -v chromium >/dev/null || browser=chromium
look() {
    missing="" left_out=""
    # Draws with less than half of the work of the whole Chromium, which does as well where Debian has no other.
    need "$browser" "$browser" "the browser journeys"
    need "/usr/share/fonts/opentype/noto/NotoSansCJK*" fonts-noto-cjk "Japanese in PDFs"
    need "/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf" fonts-noto-color-emoji "emoji in PDFs"
    need xgettext gettext "whether translations are complete"
    need "/usr/lib/*/libpango-1.0.so.0" libpango-1.0-0 "PDFs"
    need "/usr/lib/*/libpangoft2-1.0.so.0" libpangoft2-1.0-0 "PDFs"
    need nginx nginx "whether nginx understands its file, and following the pages about a server"
    need caddy caddy "whether Caddy understands its file"
    need systemd-analyze systemd "whether systemd understands its units"
    need redis-server redis-server "several nodes on one Redis"
    need "/usr/lib/postgresql/*/bin/postgres" postgresql "everything on PostgreSQL"
}
look
if [ -n "$missing" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing from Debian:$missing"
    export DEBIAN_FRONTEND=noninteractive
    mkdir -p /etc/postgresql-common && [ -e /etc/postgresql-common/createcluster.conf ] ||
        echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf
    apt-get update -qq
    apt-cache show "$browser" >/dev/null 2>&1 || { browser=chromium && look; }
    [ -z "$missing" ] || apt-get install -y -qq --no-install-recommends $missing >/dev/null </dev/null
    look
fi
if [ -n "$missing" ]; then
    echo "LEFT OUT of this test run, because packages are missing:$left_out"
    echo "  As root: apt install$missing"
fi
exit 0
