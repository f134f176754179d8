# A tenth of all that is sent is lost.
# Noticed by: suites/wire/tcp/test_close.py::test_the_side_that_was_told_the_end_says_its_own_when_it_closes
# Needs: nft (apt install nftables)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
nft add table inet t
nft 'add chain inet t c { type filter hook output priority 0; }'
nft 'add rule inet t c oifname wire0 numgen random mod 10 < 1 drop'
exec "$@"
