# Routers that ask for members of groups over IPv6 are not heard.
# Noticed by: suites/wire/udp/test_groups.py::test_a_router_that_asks_for_members_is_answered_over_ipv6
# Needs: nft (apt install nftables)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
nft add table inet t
nft 'add chain inet t c { type filter hook input priority 0; }'
nft 'add rule inet t c iifname wire0 icmpv6 type mld-listener-query drop'
exec "$@"
