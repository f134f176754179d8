# Datagrams of 300 to 400 bytes are not sent.
# Noticed by: suites/wire/test_sizes.py::test_a_datagram_of_any_size_is_sent
# Needs: nft (apt install nftables)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
nft add table inet t
nft 'add chain inet t c { type filter hook output priority 0; }'
nft 'add rule inet t c oifname wire0 udp length 300-400 drop'
exec "$@"
