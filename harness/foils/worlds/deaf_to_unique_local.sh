# Hosts with local addresses of IPv6 are not heard.
# Noticed by: suites/wire/icmp/test_echo.py::test_hosts_of_all_networks_are_answered
# Needs: nft (apt install nftables)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
nft add table inet t
nft 'add chain inet t c { type filter hook input priority 0; }'
nft 'add rule inet t c iifname wire0 ip6 saddr fc00::/7 drop'
exec "$@"
