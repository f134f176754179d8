/* The words: one function each, which reads its fields, makes the stack's call and writes what it gave. Included by agent.c alone. */
#ifndef WORDS_H
#define WORDS_H

#include <dirent.h>
#include <sys/resource.h>
#include <sys/utsname.h>
#include <sys/wait.h>

#include "structures.h"

#define OTHERS 4            /* threads that stand by before descriptors become scarce: each opens two files when it starts */

/* --------------------------------------------------------------------------- words: sockets and connections */

static void do_socket(struct call *call)
{
    int family = constant(call, needed(call, "family")), type = constant(call, needed(call, "type")) | flags(call);
    put_sock(call, CALL(call, socket, family, type, constant_or(call, "protocol", 0)));
}

static void do_socketpair(struct call *call)
{
    int family = constant(call, needed(call, "family")), type = constant(call, needed(call, "type")) | flags(call), ends[2];
    CALL(call, socketpair, family, type, constant_or(call, "protocol", 0), ends);
    int first = add(ends[0]), second = add(ends[1]);
    put(&call->answer, " socks=[%d,%d]", first, second);
}

static void do_dup(struct call *call)
{
    int number = sock(call);
    put_sock(call, CALL(call, dup, number));
}

static void do_close(struct call *call)
{
    int number = sock(call);
    long long closed = integer(call, needed(call, "sock"));
    CALL(call, close, number);
    pthread_mutex_lock(&lock);
    if (closed <= last_sock)
        socks[closed].open = 0;
    pthread_mutex_unlock(&lock);
}

static void do_bind(struct call *call)
{
    int number = sock(call);
    struct address address = address_in(call, needed(call, "address"));
    CALL(call, bind, number, &address.name.any, address.size);
}

static void do_connect(struct call *call)
{
    int number = sock(call);
    struct address address = address_in(call, needed(call, "address"));
    CALL(call, connect, number, &address.name.any, address.size);
}

static void do_connect_ex(struct call *call)
{
    int number = sock(call);
    struct address address = address_in(call, needed(call, "address"));
    long result = TRY(call, connect, number, &address.name.any, address.size);
    put(&call->answer, " errno=");
    put_named(&call->answer, errors, "E", result < 0 ? errno : 0);
}

static void do_listen(struct call *call)
{
    int number = sock(call);
    if (field(call->fields, "backlog") == NULL)
        lack(call, "%s has no default for the backlog", "listen");
    CALL(call, listen, number, constant(call, needed(call, "backlog")));
}

static void do_accept(struct call *call)
{
    int number = sock(call);
    struct address address = empty_address();
    long accepted;
    if (field(call->fields, "flags"))
        accepted = CALL(call, accept4, number, &address.name.any, &address.size, flags(call));
    else
        accepted = CALL(call, accept, number, &address.name.any, &address.size);
    put_sock(call, accepted);
    put_address(&call->answer, &address);
}

static void do_shutdown(struct call *call)
{
    int number = sock(call);
    CALL(call, shutdown, number, constant(call, needed(call, "how")));
}

static void do_getsockname(struct call *call)
{
    int number = sock(call);
    struct address address = empty_address();
    CALL(call, getsockname, number, &address.name.any, &address.size);
    put_address(&call->answer, &address);
}

static void do_getpeername(struct call *call)
{
    int number = sock(call);
    struct address address = empty_address();
    CALL(call, getpeername, number, &address.name.any, &address.size);
    put_address(&call->answer, &address);
}

/* --------------------------------------------------------------------------- words: sending */

static void do_send(struct call *call)
{
    int number = sock(call), bits = flags(call);
    struct value *data = bytes(call, needed(call, "data"));
    put(&call->answer, " count=%ld", CALL(call, send, number, data->data, data->size, bits));
}

static void do_sendto(struct call *call)
{
    int number = sock(call), bits = flags(call);
    struct value *data = bytes(call, needed(call, "data"));
    struct address address = address_in(call, needed(call, "address"));
    put(&call->answer, " count=%ld", CALL(call, sendto, number, data->data, data->size, bits, &address.name.any, address.size));
}

static struct iovec *gathered(struct call *call, struct value *buffers)
{
    struct iovec *pieces = take(&call->memory, (size_t) buffers->count * sizeof *pieces);
    struct iovec *piece = pieces;
    for (struct value *item = buffers->items; item; item = item->next, piece++) {
        piece->iov_base = bytes(call, item)->data;
        piece->iov_len = item->size;
    }
    return pieces;
}

/* The numbers of the sockets that a control message passes. */
static const void *passed(struct call *call, struct value *list, size_t *size)
{
    int *numbers = take(&call->memory, *size = (size_t) list->count * sizeof *numbers), *at = numbers;
    for (struct value *item = list->items; item; item = item->next)
        *at++ = number_of(call, integer(call, item));
    return numbers;
}

static void add_control(struct call *call, struct msghdr *message, struct value *item)
{
    struct value *level = field(item, "level"), *type = field(item, "type"), *value = field(item, "value"), *list = field(item, "socks");
    size_t size;
    if (level == NULL || type == NULL || (value == NULL && list == NULL))
        give_up(call, "%s lacks its level, its type or what it carries", "a control message");
    const void *data = list ? passed(call, list, &size) : payload(call, value, &size);
    char *grown = take(&call->memory, message->msg_controllen + CMSG_SPACE(size));
    if (message->msg_controllen)
        memcpy(grown, message->msg_control, message->msg_controllen);
    struct cmsghdr *header = (struct cmsghdr *) (void *) (grown + message->msg_controllen);
    header->cmsg_level = constant(call, level);
    header->cmsg_type = constant(call, type);
    header->cmsg_len = CMSG_LEN(size);
    memcpy(CMSG_DATA(header), data, size);
    message->msg_control = grown;
    message->msg_controllen += CMSG_SPACE(size);
}

static void do_sendmsg(struct call *call)
{
    int number = sock(call), bits = flags(call);
    struct value *buffers = needed(call, "buffers"), *control = field(call->fields, "control"), *to = field(call->fields, "address");
    struct address address = empty_address();
    struct msghdr message;
    memset(&message, 0, sizeof message);
    message.msg_iov = gathered(call, buffers);
    message.msg_iovlen = (unsigned) buffers->count;
    if (to && to->kind != NONE) {
        address = address_in(call, to);
        message.msg_name = &address.name;
        message.msg_namelen = address.size;
    }
    for (struct value *item = control ? control->items : NULL; item; item = item->next)
        add_control(call, &message, item);
    put(&call->answer, " count=%ld", CALL(call, sendmsg, number, &message, bits));
}

/* --------------------------------------------------------------------------- words: receiving */

/* What a call said it received, as far as it was room for it: flags can make it say more. */
static void put_data(struct call *call, const void *buffer, long count, size_t room)
{
    put(&call->answer, " data=");
    put_bytes(&call->answer, buffer, (size_t) count < room ? (size_t) count : room);
}

static void do_recv(struct call *call)
{
    int number = sock(call), bits = flags(call);
    size_t size = size_in(call, "size");
    unsigned char *buffer = filled(call, size);
    long count = CALL(call, recv, number, buffer, size, bits);
    put_data(call, buffer, count, size);
}

static void do_recvfrom(struct call *call)
{
    int number = sock(call), bits = flags(call);
    size_t size = size_in(call, "size");
    unsigned char *buffer = filled(call, size);
    struct address address = empty_address();
    long count = CALL(call, recvfrom, number, buffer, size, bits, &address.name.any, &address.size);
    put_data(call, buffer, count, size);
    put_address(&call->answer, &address);
}

/* How much of a buffer a call may fill: all of it, unless less was asked for. */
static size_t wanted(struct call *call, size_t size)
{
    size_t count = as_size(call, number_or(call, "count", 0));
    if (count > size)
        lack(call, "a buffer holds no more than its %s", "size");
    return count ? count : size;
}

static void do_recv_into(struct call *call)
{
    int number = sock(call), bits = flags(call);
    size_t size = size_in(call, "size"), count = wanted(call, size);
    unsigned char *buffer = filled(call, size);
    put(&call->answer, " count=%ld buffer=", CALL(call, recv, number, buffer, count, bits));
    put_bytes(&call->answer, buffer, size);
}

static void do_recvfrom_into(struct call *call)
{
    int number = sock(call), bits = flags(call);
    size_t size = size_in(call, "size"), count = wanted(call, size);
    unsigned char *buffer = filled(call, size);
    struct address address = empty_address();
    put(&call->answer, " count=%ld buffer=", CALL(call, recvfrom, number, buffer, count, bits, &address.name.any, &address.size));
    put_bytes(&call->answer, buffer, size);
    put_address(&call->answer, &address);
}

/* What control messages carry, by level and type; where it is no structure: socks, or int. */
static const struct payload {
    int level, type;
    const char *level_name, *type_name, *kind;
} payloads[] = {
#define P(level, type, kind) {level, type, #level, #type, kind},
    P(SOL_SOCKET, SCM_RIGHTS, "socks")
#ifdef SCM_TIMESTAMP
    P(SOL_SOCKET, SCM_TIMESTAMP, "timeval")
#endif
#ifdef SCM_CREDENTIALS
    P(SOL_SOCKET, SCM_CREDENTIALS, "ucred")
#endif
#ifdef __linux__
    P(IPPROTO_IP, IP_TOS, "int")
    P(IPPROTO_IP, IP_TTL, "int")
    P(IPPROTO_IP, IP_PKTINFO, "pktinfo")
    P(IPPROTO_IP, IP_RECVERR, "extended_error")
    P(IPPROTO_IPV6, IPV6_RECVERR, "extended_error")
#endif
#ifdef IPV6_PKTINFO
    P(IPPROTO_IPV6, IPV6_PKTINFO, "pktinfo6")
    P(IPPROTO_IPV6, IPV6_HOPLIMIT, "int")
    P(IPPROTO_IPV6, IPV6_TCLASS, "int")
#endif
    {0, 0, NULL, NULL, NULL}
#undef P
};

/* Descriptors become sockets at once, so that none can leak. */
static void put_socks(struct text *to, const unsigned char *data, size_t size)
{
    const char *before = "socks=[";
    for (size_t at = 0; at + sizeof(int) <= size; at += sizeof(int), before = ",") {
        int number;
        memcpy(&number, data + at, sizeof number);
        put(to, "%s%d", before, add(number));
    }
    put(to, *before == ',' ? "]" : "socks=[]");
}

static void put_payload(struct text *to, const char *kind, const unsigned char *data, size_t size)
{
    int number = 0;
    if (strcmp(kind, "socks") == 0) {
        put_socks(to, data, size);
        return;
    }
    put(to, "value=");
    if (strcmp(kind, "int") == 0) {         /* some of them are a single byte */
        memcpy(&number, data, size < sizeof number ? 0 : sizeof number);
        put(to, "%d", size == 1 ? (int) *data : number);
    } else {
        put_structure(to, structure(kind), data, size);
    }
}

static void put_control_message(struct text *to, const struct cmsghdr *header, const unsigned char *data, size_t size)
{
    const struct payload *row = payloads;
    while (row->kind && (row->level != header->cmsg_level || row->type != header->cmsg_type))
        row++;
    if (row->kind) {
        put(to, "(level=%s,type=%s,", row->level_name, row->type_name);
        put_payload(to, row->kind, data, size);
    } else {
        put(to, "(level=%d,type=%d,value=", header->cmsg_level, header->cmsg_type);
        put_bytes(to, data, size);
    }
    put(to, ")");
}

/* Everything that recvmsg gave beside the data. */
static void put_message(struct text *to, struct msghdr *message, struct address *address)
{
    const char *comma = "";
    put(to, " control=[");
    for (struct cmsghdr *header = CMSG_FIRSTHDR(message); header; header = CMSG_NXTHDR(message, header), comma = ",") {
        unsigned char *data = CMSG_DATA(header), *behind = (unsigned char *) message->msg_control + message->msg_controllen;
        size_t there = (size_t) (behind - data), size = header->cmsg_len - CMSG_LEN(0);
        put(to, "%s", comma);
        put_control_message(to, header, data, size < there ? size : there);
    }
    put(to, "] flags=");
    put_set(to, "MSG_", (unsigned) message->msg_flags);
    address->size = message->msg_namelen;
    put_address(to, address);
}

static void prepare(struct call *call, struct msghdr *message, struct address *address, struct iovec *pieces, int count)
{
    size_t room = as_size(call, number_or(call, "control", 0));
    memset(message, 0, sizeof *message);
    message->msg_name = &address->name;
    message->msg_namelen = address->size;
    message->msg_iov = pieces;
    message->msg_iovlen = (unsigned) count;
    message->msg_control = room ? take(&call->memory, room) : NULL;
    message->msg_controllen = room;
}

static void do_recvmsg(struct call *call)
{
    int number = sock(call), bits = flags(call);
    size_t size = size_in(call, "size");
    struct iovec piece = {filled(call, size), size};
    struct address address = empty_address();
    struct msghdr message;
    prepare(call, &message, &address, &piece, 1);
    put_data(call, piece.iov_base, CALL(call, recvmsg, number, &message, bits), size);
    put_message(&call->answer, &message, &address);
}

static void do_recvmsg_into(struct call *call)
{
    int number = sock(call), bits = flags(call);
    struct value *sizes = needed(call, "sizes");
    struct iovec *pieces = take(&call->memory, (size_t) sizes->count * sizeof *pieces), *piece = pieces;
    struct address address = empty_address();
    struct msghdr message;
    for (struct value *size = sizes->items; size; size = size->next, piece++) {
        piece->iov_len = as_size(call, integer(call, size));
        piece->iov_base = filled(call, piece->iov_len);
    }
    prepare(call, &message, &address, pieces, sizes->count);
    put(&call->answer, " count=%ld buffers=[", CALL(call, recvmsg, number, &message, bits));
    for (piece = pieces; piece < pieces + sizes->count; piece++) {
        put(&call->answer, piece > pieces ? "," : "");
        put_bytes(&call->answer, piece->iov_base, piece->iov_len);
    }
    put(&call->answer, "]");
    put_message(&call->answer, &message, &address);
}

/* --------------------------------------------------------------------------- words: the pattern */

static unsigned char pattern(unsigned long long position)
{
    return (unsigned char) (position / 8 >> (56 - 8 * (position % 8)));
}

static size_t chunk_of(struct call *call)
{
    size_t chunk = as_size(call, number_or(call, "chunk", 65536));
    if (chunk == 0)
        lack(call, "%s bytes a call never come to an end", "0");
    return chunk;
}

static void put_stopped(struct call *call, int error)
{
    put(&call->answer, " stopped=");
    if (error)
        put_error(&call->answer, error);
    else
        put(&call->answer, "none");
}

static void do_pour(struct call *call)
{
    int number = sock(call), bits = flags(call), error = 0;
    size_t size = size_in(call, "size"), chunk = chunk_of(call), total = 0;
    unsigned long long offset = (unsigned long long) number_or(call, "offset", 0);
    unsigned char *data = take(&call->memory, chunk);
    while (total < size && error == 0) {
        size_t next = size - total < chunk ? size - total : chunk;
        for (size_t i = 0; i < next; i++)
            data[i] = pattern(offset + total + i);
        long count = TRY(call, send, number, data, next, bits);
        error = count < 0 ? errno : 0;
        total += count < 0 ? 0 : (size_t) count;
    }
    put(&call->answer, " count=%zu", total);
    put_stopped(call, error);
}

static void do_drain(struct call *call)
{
    int number = sock(call), bits = flags(call), error = 0;
    size_t size = as_size(call, number_or(call, "size", (long long) (SIZE_MAX / 2))), chunk = chunk_of(call), total = 0, good = 0;
    unsigned long long offset = (unsigned long long) number_or(call, "offset", 0);
    unsigned char *buffer = filled(call, chunk);
    long count = 1;
    while (total < size && count > 0) {
        count = TRY(call, recv, number, buffer, size - total < chunk ? size - total : chunk, bits);
        error = count < 0 ? errno : 0;
        for (size_t i = 0; count > 0 && good == total + i && i < (size_t) count && i < chunk; i++)
            good += buffer[i] == pattern(offset + good);
        total += count < 0 ? 0 : (size_t) count;
    }
    put(&call->answer, " count=%zu good=%zu eof=%d", total, good, count == 0);
    put_stopped(call, error);
}

/* --------------------------------------------------------------------------- words: options and modes */

/* What numbers of options stand for, where they have names. */
static int put_by_name(struct text *to, const char *kind, int number)
{
    if (strcmp(kind, "errno") == 0)
        put_named(to, errors, "E", number);
    else if (strcmp(kind, "family") == 0)
        put_named(to, constants, "AF_", number);
    else if (strcmp(kind, "type") == 0)
        put_named(to, constants, "SOCK_", number);
    else if (strcmp(kind, "protocol") == 0)
        put_named(to, constants, "IPPROTO_", number);
    else if (strcmp(kind, "int") == 0)
        put(to, "%d", number);
    else
        return 0;
    return 1;
}

/* An integer as the call left it; some systems have options of a single byte. */
static int as_int(const unsigned char *data, socklen_t size)
{
    int number = 0;
    memcpy(&number, data, sizeof number);
    return size == 1 ? (int) *data : number;
}

static void do_getsockopt(struct call *call)
{
    int number = sock(call), level = constant(call, needed(call, "level")), name = constant(call, needed(call, "name"));
    struct value *given = field(call->fields, "kind");
    const char *kind = given && given->kind == NAME ? given->data : "int";
    const struct member *member = structure(kind);
    int raw = strcmp(kind, "bytes") == 0;
    socklen_t size = (socklen_t) (raw ? size_in(call, "size") : member ? member->whole : sizeof(int));
    unsigned char *data = take(&call->memory, size + sizeof(int));
    size_t room = size;
    CALL(call, getsockopt, number, level, name, data, &size);
    put(&call->answer, " value=");
    if (raw)
        put_bytes(&call->answer, data, size < room ? size : room);
    else if (member)
        put_structure(&call->answer, member, data, size);
    else if (!put_by_name(&call->answer, kind, as_int(data, size)))
        lack(call, "no value is of the kind %s", kind);
}

static void do_setsockopt(struct call *call)
{
    int number = sock(call), level = constant(call, needed(call, "level")), name = constant(call, needed(call, "name"));
    size_t size;
    const void *data = payload(call, needed(call, "value"), &size);
    CALL(call, setsockopt, number, level, name, data, (socklen_t) size);
}

static void do_setblocking(struct call *call)
{
    int number = sock(call), on = (int) integer(call, needed(call, "on"));
    long modes = CALL(call, fcntl, number, F_GETFL, 0);
    CALL(call, fcntl, number, F_SETFL, (int) (on ? modes & ~O_NONBLOCK : modes | O_NONBLOCK));
}

static void do_getblocking(struct call *call)
{
    int number = sock(call);
    put(&call->answer, " on=%d", !(CALL(call, fcntl, number, F_GETFL, 0) & O_NONBLOCK));
}

static void do_descriptor(struct call *call)
{
    int number = sock(call);
    int waits = !(CALL(call, fcntl, number, F_GETFL, 0) & O_NONBLOCK), stays = !(CALL(call, fcntl, number, F_GETFD, 0) & FD_CLOEXEC);
    put(&call->answer, " number=%d flags={%s%s%s}", number, waits ? "" : "O_NONBLOCK", waits || stays ? "" : ",", stays ? "" : "FD_CLOEXEC");
}

/* --------------------------------------------------------------------------- words: readiness */

static void do_poll(struct call *call)
{
    struct value *list = needed(call, "socks"), *events = needed(call, "events")->items;
    struct pollfd *entries = take(&call->memory, (size_t) list->count * sizeof *entries), *entry = entries;
    for (struct value *item = list->items; item && events; item = item->next, events = events->next, entry++) {
        entry->fd = number_of(call, integer(call, item));
        entry->events = (short) flags_in(call, events);
    }
    int limit = fits_int(call, number_or(call, "timeout", -1));
    put(&call->answer, " count=%ld ready=[", CALL(call, poll, entries, (nfds_t) list->count, limit));
    for (entry = entries; entry < entries + list->count; entry++) {
        put(&call->answer, entry > entries ? "," : "");
        put_set(&call->answer, "POLL", (unsigned short) entry->revents);
    }
    put(&call->answer, "]");
}

/* Puts a list of sockets into a set; the highest number there is by now. */
static int fill_set(struct call *call, fd_set *set, struct value *list, int highest)
{
    FD_ZERO(set);
    for (struct value *item = list ? list->items : NULL; item; item = item->next) {
        int number = number_of(call, integer(call, item));
        if (number < 0 || number >= FD_SETSIZE)
            lack(call, "%s holds no such number", "an fd_set");
        FD_SET(number, set);
        highest = number > highest ? number : highest;
    }
    return highest;
}

static void put_found(struct call *call, const char *name, fd_set *set, struct value *list)
{
    const char *comma = "";
    put(&call->answer, " %s=[", name);
    for (struct value *item = list ? list->items : NULL; item; item = item->next)
        if (FD_ISSET(number_of(call, item->number), set)) {
            put(&call->answer, "%s%lld", comma, item->number);
            comma = ",";
        }
    put(&call->answer, "]");
}

static void do_select(struct call *call)
{
    static const char *const names[3] = {"read", "write", "exceptional"};
    struct value *limit = field(call->fields, "us"), *lists[3];
    fd_set sets[3];
    int highest = -1;
    for (int i = 0; i < 3; i++) {
        lists[i] = field(call->fields, names[i]);
        highest = fill_set(call, &sets[i], lists[i], highest);
    }
    long long us = number_or(call, "us", 0);
    struct timeval time = {(time_t) (us / 1000000), (suseconds_t) (us % 1000000)};
    CALL(call, select, highest + 1, &sets[0], &sets[1], &sets[2], limit && limit->kind != NONE ? &time : NULL);
    for (int i = 0; i < 3; i++)
        put_found(call, names[i], &sets[i], lists[i]);
}

static void do_readable(struct call *call)
{
    int number = sock(call), count = 0;
    CALL(call, readable, number, &count);
    put(&call->answer, " count=%d", count);
}

static void do_atmark(struct call *call)
{
    int number = sock(call);
    put(&call->answer, " mark=%ld", CALL(call, sockatmark, number));
}

/* --------------------------------------------------------------------------- words: names of hosts */

static void do_gethostname(struct call *call)
{
    char name[1024] = "";
    CALL(call, gethostname, name, sizeof name - 1);
    put(&call->answer, " name=");
    put_text(&call->answer, name);
}

static void do_uname(struct call *call)
{
    struct utsname system;
    SYSTEM(call, uname(&system));
    put(&call->answer, " node=");
    put_text(&call->answer, system.nodename);
}

static void check_resolved(struct call *call, int result)
{
    if (result == EAI_SYSTEM)
        raise_error(call, errno);
    if (result)
        raise_resolver_error(call, result);
}

static void put_entry(struct text *to, const struct addrinfo *entry)
{
    struct address address = empty_address();
    address.size = entry->ai_addrlen;
    memcpy(&address.name, entry->ai_addr, entry->ai_addrlen);
    put(to, "(family=");
    put_named(to, constants, "AF_", entry->ai_family);
    put(to, ",type=");
    put_named(to, constants, "SOCK_", entry->ai_socktype);
    put(to, ",protocol=%d,canonical=", entry->ai_protocol);
    put_text(to, entry->ai_canonname ? entry->ai_canonname : "");
    size_t comma = to->size;
    put_address(to, &address);
    to->data[comma] = ',';              /* inside a record fields are parted by commas */
    put(to, ")");
}

static void do_getaddrinfo(struct call *call)
{
    const char *host = string(call, "host"), *service = string(call, "service");
    struct addrinfo hints, *found = NULL;
    memset(&hints, 0, sizeof hints);
    hints.ai_family = constant_or(call, "family", AF_UNSPEC);
    hints.ai_socktype = constant_or(call, "type", 0);
    hints.ai_protocol = constant_or(call, "protocol", 0);
    hints.ai_flags = flags(call);
    check_resolved(call, (int) TRY(call, getaddrinfo, host, service, &hints, &found));
    put(&call->answer, " entries=[");
    for (struct addrinfo *entry = found; entry; entry = entry->ai_next) {
        put(&call->answer, entry == found ? "" : ",");
        put_entry(&call->answer, entry);
    }
    put(&call->answer, "]");
    port.freeaddrinfo(found);
}

static void do_getnameinfo(struct call *call)
{
    struct address address = address_in(call, needed(call, "address"));
    char host[1025] = "", service[256] = "";
    int bits = flags(call);
    check_resolved(call, (int) TRY(call, getnameinfo, &address.name.any, address.size, host, sizeof host, service, sizeof service, bits));
    put(&call->answer, " host=");
    put_text(&call->answer, host);
    put(&call->answer, " service=");
    put_text(&call->answer, service);
}

/* --------------------------------------------------------------------------- words: the process */

static struct rlimit unlimited;         /* the limit on descriptors as it was at first */

/* How many descriptors are open, or -1 where the system does not tell; `highest` is the highest of them. */
static int open_descriptors(int *highest)
{
    DIR *folder = opendir("/proc/self/fd");
    int count = 0;
    if (folder == NULL && (folder = opendir("/dev/fd")) == NULL)
        return -1;
    for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder))
        if (isdigit((unsigned char) *entry->d_name)) {
            int number = atoi(entry->d_name);
            *highest = number > *highest ? number : *highest;
            count++;
        }
    closedir(folder);
    return count;
}

static void lift_limit(void)
{
    setrlimit(RLIMIT_NOFILE, &unlimited);
    for (int i = 0; i < count_of_fillers; i++)
        close(fillers[i]);
    free(fillers);
    fillers = NULL;
    count_of_fillers = 0;
}

static void stand_by(int count);

/* Leaves room for just so many more descriptors: lowers the limit and takes up all the numbers below it but for those. */
static void do_spare(struct call *call)
{
    struct value *wish = needed(call, "count");
    int highest = 0;
    if (port.own_numbers)
        lack(call, "sockets of this stack are no %s", "descriptors");
    lift_limit();
    if (wish->kind == NONE)
        return;
    int count = fits_int(call, integer(call, wish));
    stand_by(OTHERS);
    if (open_descriptors(&highest) < 0)
        lack(call, "%s does not tell which descriptors are open", "the system");
    struct rlimit limit = {(rlim_t) (highest + 1 + count), unlimited.rlim_max};
    SYSTEM(call, setrlimit(RLIMIT_NOFILE, &limit));
    fillers = or_die(calloc((size_t) limit.rlim_cur, sizeof *fillers));
    for (int number = dup(2); number >= 0; number = dup(2))
        fillers[count_of_fillers++] = number;
    for (int i = 0; i < count && count_of_fillers; i++)
        close(fillers[--count_of_fillers]);
}

/* What a child does: it holds the sockets of `held` and no others, until it is killed. */
static void hold(const struct value *held)
{
    for (int i = 1; i <= last_sock; i++) {
        int keep = 0;
        for (struct value *item = held->items; item; item = item->next)
            keep |= item->number == i;
        if (socks[i].open && !keep)
            close(socks[i].number);
    }
    close(out);
    for (;;)
        pause();
}

static void do_fork(struct call *call)
{
    struct value *held = needed(call, "socks");
    if (port.own_numbers)
        lack(call, "%s does not inherit sockets of this stack", "a child");
    pid_t pid = (pid_t) SYSTEM(call, fork());
    if (pid == 0)
        hold(held);
    struct child *child = or_die(malloc(sizeof *child));
    child->pid = pid;
    pthread_mutex_lock(&lock);
    child->next = children;
    children = child;
    pthread_mutex_unlock(&lock);
    put(&call->answer, " child=%ld", (long) pid);
}

static void end_child(struct child *child)
{
    kill(child->pid, SIGKILL);
    while (waitpid(child->pid, NULL, 0) < 0 && errno == EINTR)
        ;
    free(child);
}

static void end_children(void)
{
    while (children) {
        struct child *first = children;
        children = first->next;
        end_child(first);
    }
}

static void do_reap(struct call *call)
{
    long long pid = integer(call, needed(call, "child"));
    struct child **at = &children, *found;
    pthread_mutex_lock(&lock);
    while (*at && (*at)->pid != pid)
        at = &(*at)->next;
    found = *at;
    if (found)
        *at = found->next;
    pthread_mutex_unlock(&lock);
    if (found == NULL)
        give_up(call, "there is no such %s", "child");
    end_child(found);
}

/* --------------------------------------------------------------------------- signals are counted exactly: a byte for each */

static int tally[2];

static void count_signal(int number)
{
    int error = errno;
    char byte = (char) number;
    if (write(tally[1], &byte, 1) < 0) {
        /* as many as a pipe holds were not asked for: nobody counts them */
    }
    errno = error;
}

/* Without SA_RESTART a call that was interrupted says so. */
static void count_by_handler(int number, int flags)
{
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = count_signal;
    action.sa_flags = flags;
    sigaction(number, &action, NULL);
}

static void count_signals(void)
{
    if (pipe(tally))
        abort();
    for (int i = 0; i < 2; i++)
        fcntl(tally[i], F_SETFL, O_NONBLOCK);
    count_by_handler(SIGPIPE, 0);
    count_by_handler(SIGUSR1, 0);
}

/* How many there were since this was asked last. */
static void take_signals(int *pipes, int *users)
{
    char bytes[4096];
    *pipes = *users = 0;
    for (ssize_t count = read(tally[0], bytes, sizeof bytes); count > 0; count = read(tally[0], bytes, sizeof bytes))
        for (ssize_t i = 0; i < count; i++) {
            *pipes += bytes[i] == SIGPIPE;
            *users += bytes[i] == SIGUSR1;
        }
}

static void do_signals(struct call *call)
{
    int pipes, users;
    take_signals(&pipes, &users);
    put(&call->answer, " counts=(SIGPIPE=%d,SIGUSR1=%d)", pipes, users);
}

#endif
