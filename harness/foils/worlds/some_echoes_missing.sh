# Echo requests of 200 to 300 bytes are not answered.
# Noticed by: suites/wire/test_sizes.py::test_an_echo_request_of_any_size_is_answered
# Needs: nft (apt install nftables)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
nft add table inet t
nft 'add chain inet t c { type filter hook output priority 0; }'
nft 'add rule inet t c oifname wire0 icmp type echo-reply meta length 200-300 drop'
exec "$@"
