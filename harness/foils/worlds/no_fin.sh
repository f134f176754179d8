# A FIN is not sent.
# Noticed by: suites/wire/tcp/test_close.py::test_close_sends_fin_and_waits_for_the_other_side
# Needs: nft (apt install nftables)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
nft add table inet t
nft 'add chain inet t c { type filter hook output priority 0; }'
nft 'add rule inet t c oifname wire0 tcp flags & fin == fin drop'
exec "$@"
