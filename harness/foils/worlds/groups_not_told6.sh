# Routers are not told of groups over IPv6.
# Noticed by: suites/wire/udp/test_groups.py::test_routers_are_told_when_a_group_is_joined_over_ipv6
# Needs: nft (apt install nftables)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
nft add table inet t
nft 'add chain inet t c { type filter hook output priority 0; }'
nft 'add rule inet t c oifname wire0 icmpv6 type mld2-listener-report drop'
exec "$@"
