# Reports of groups have no precedence.
# Noticed by: suites/wire/udp/test_groups.py::test_what_routers_are_told_has_the_precedence_of_internetwork_control
# Needs: nft (apt install nftables)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
nft add table inet t
nft 'add chain inet t c { type filter hook output priority 0; }'
nft 'add rule inet t c oifname wire0 meta l4proto igmp ip dscp set 0'
exec "$@"
