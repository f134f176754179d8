# A SYN is not answered.
# Noticed by: suites/wire/tcp/test_open_passive.py::test_a_listener_answers_a_syn_with_syn_and_ack
# Needs: nft (apt install nftables)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
nft add table inet t
nft 'add chain inet t c { type filter hook output priority 0; }'
nft 'add rule inet t c oifname wire0 tcp flags & (syn|ack) == syn|ack drop'
exec "$@"
