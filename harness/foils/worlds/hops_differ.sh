# Datagrams begin with more hops than all else.
# Noticed by: suites/wire/ip/test_hop_limit.py::test_packets_of_all_kinds_begin_with_the_same_hops
# Needs: nft (apt install nftables)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
nft add table inet t
nft 'add chain inet t c { type filter hook output priority 0; }'
nft 'add rule inet t c oifname wire0 meta l4proto udp ip ttl 64 ip ttl set 128'
exec "$@"
