# The first byte of what an echo reply carries is wiped.
# Noticed by: suites/wire/icmp/test_echo.py::test_the_reply_carries_the_data_of_the_request
# Needs: nft (apt install nftables)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
nft add table inet t
nft 'add chain inet t c { type filter hook output priority 0; }'
nft 'add rule inet t c oifname wire0 icmp type echo-reply @th,64,8 set 0'
exec "$@"
