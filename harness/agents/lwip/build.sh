#!/bin/sh
# Makes the agent of lwIP with the options of lwipopts.h, out of Debian's source package.
#
#   build.sh BUILT AGENTS
#
# The source is what LWIP_SOURCE names, a folder with src/ and port/ in it; else it is fetched once by apt-get, from where this
# system has its packages, and kept in the user's cache. Nothing of the system is changed, and no privilege is needed.
set -eu
built=$1
agents=$2
cache=${XDG_CACHE_HOME:-$HOME/.cache}/socket-conformance-harness
source=${LWIP_SOURCE:-$cache/lwip-source}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
    echo "$*; install what it takes (apt install apt dpkg-dev), see that apt-get can reach a mirror of Debian," >&2
    echo "or unpack Debian's source package lwip somewhere and name its folder in LWIP_SOURCE" >&2
    exit 1
}

# The sources beside the packages that this system knows of.
list_sources() {
    keyring=/usr/share/keyrings/debian-archive-keyring.gpg
    [ -e "$keyring" ] && options="[signed-by=$keyring] " || options=
    apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
        sort -u | sed -n "s#^.* \(main\|universe\)\$#deb-src $options&#p"
}

fetch() {
    mkdir -p "$work/state/lists/partial" "$work/cache/archives/partial" "$work/source"
    list_sources > "$work/sources.list"
    for action in update "source --quiet lwip"; do
        # shellcheck disable=SC2086     two words
        (cd "$work/source" && apt-get -o Dir::State="$work/state" -o Dir::Cache="$work/cache" -o Dir::Etc::sourcelist="$work/sources.list" \
            -o Dir::Etc::sourceparts=- -o APT::Sandbox::User= $action) > "$work/log" 2>&1 || { cat "$work/log" >&2; fail "lwIP's source cannot be fetched"; }
    done
    mkdir -p "$cache"
    mv -T "$work"/source/lwip-*/ "$source" 2> /dev/null || [ -d "$source/src" ]     # another build may have been faster
}

[ -d "$source/src" ] || [ -n "${LWIP_SOURCE:-}" ] || fetch
[ -e "$source/port/sys_arch.c" ] || fail "there is no source of lwIP in $source"

cd "$work"
set -- -std=gnu99 -O2 -pthread -DOWN -I"$agents/lwip" -isystem "$source/port/include" -isystem "$source/src/include"
ls "$source"/src/core/*.c "$source"/src/core/ipv4/*.c "$source"/src/core/ipv6/*.c "$source"/src/api/*.c "$source"/src/netif/ethernet.c |
    xargs -P 2 -n 12 cc "$@" -D_GNU_SOURCE -w -c
cc "$@" -D_GNU_SOURCE -w -Dsys_arch_sem_wait=own_sem_wait -Dsys_arch_mbox_fetch=own_mbox_fetch -c "$source/port/sys_arch.c"
cc "$@" -Wall -Wextra -I"$agents/c" -o "$built" "$agents/c/agent.c" "$agents/lwip/lwip.c" ./*.o
