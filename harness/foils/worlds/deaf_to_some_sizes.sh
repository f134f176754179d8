# Datagrams of 600 to 700 bytes do not arrive.
# Noticed by: suites/wire/test_sizes.py::test_a_datagram_of_any_size_is_delivered
# Needs: nft (apt install nftables)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
nft add table inet t
nft 'add chain inet t c { type filter hook input priority 0; }'
nft 'add rule inet t c iifname wire0 udp length 600-700 drop'
exec "$@"
