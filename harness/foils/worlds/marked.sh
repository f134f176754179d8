# Packets carry a traffic class nobody asked for.
# Noticed by: suites/wire/ip/test_hop_limit.py::test_every_segment_of_a_connection_has_hops_enough_and_class_0
# Needs: nft (apt install nftables)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
nft add table inet t
nft 'add chain inet t c { type filter hook output priority 0; }'
nft 'add rule inet t c oifname wire0 ip dscp set 10'
exec "$@"
