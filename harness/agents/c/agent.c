/* The C agent: makes socket calls when told to, one line a message.
 *
 * The protocol is in ../PROTOCOL.md. Which stack's calls are made is in port.h; ../PORTING.md tells how to bring one's own.
 * C99 and POSIX, no other dependency. What only some systems have stands behind an #ifdef.
 *
 * Beside this file: lines.h (values <-> text) and names.h (constants by name). The rooms here: the call at hand, what calls
 * take and give, the words (one function each), and the scheduler that runs calls and knows when one went to sleep.
 */
#define _GNU_SOURCE         /* struct ucred, struct in6_pktinfo, POLLRDHUP ... where there are such */
#include <arpa/inet.h>
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/un.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "lines.h"
#include "names.h"
#include "port.h"

#define PROTOCOL 1
#define FILLER 0xAA         /* what receive buffers hold before the call, to show what it left alone */
#define OTHERS 4            /* threads that stand by before descriptors become scarce: each opens two files when it starts */
#define LONGEST_PATH 1024   /* more than any system takes: which paths are too long is for the stack to say */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;    /* of the tables below, of who does what, and of the way out */
static int out;             /* where answers go */

/* --------------------------------------------------------------------------- the call at hand */

struct call {
    long number;
    struct value *fields;
    struct text answer;
    struct memory memory;
    jmp_buf leave;                      /* where to go once the answer is complete */
    long long began, ended;             /* right before and right after the stack's call, in nanoseconds */
};

static long long now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (long long) time.tv_sec * 1000000000 + time.tv_nsec;
}

static void begin_answer(struct call *call, const char *word)
{
    call->answer.size = 0;
    put(&call->answer, "%ld %s", call->number, word);
}

static void end_answer(struct call *call)
{
    put(&call->answer, " began=%lld ended=%lld", call->began, call->ended ? call->ended : now());
}

/* The implementation does not have what was asked for. */
static void lack(struct call *call, const char *format, const char *what)
{
    char why[200];
    snprintf(why, sizeof why, format, what);
    begin_answer(call, "unsupported");
    put(&call->answer, " why=");
    put_text(&call->answer, why);
    longjmp(call->leave, 1);
}

/* The agent could not do its part. */
static void give_up(struct call *call, const char *format, const char *what)
{
    char why[200];
    snprintf(why, sizeof why, format, what);
    begin_answer(call, "broken");
    put(&call->answer, " text=");
    put_text(&call->answer, why);
    longjmp(call->leave, 1);
}

static void put_error(struct text *to, int number)
{
    const char *name = by_number(errors, "E", number);
    if (name)
        put(to, "%s", name);
    else
        put(to, "E%d", number);
}

static void raise_error(struct call *call, int number)
{
    begin_answer(call, "raised");
    put(&call->answer, " error=");
    put_error(&call->answer, number);
    put(&call->answer, " number=%d text=", number);
    put_text(&call->answer, strerror(number));
    end_answer(call);
    longjmp(call->leave, 1);
}

static void raise_resolver_error(struct call *call, int number)
{
    const char *name = by_number(resolver_errors, "EAI_", number);
    begin_answer(call, "raised");
    if (name)
        put(&call->answer, " error=%s", name);
    else
        put(&call->answer, " error=EAI_%d", number);
    put(&call->answer, " number=%d text=", number);
    put_text(&call->answer, gai_strerror(number));
    end_answer(call);
    longjmp(call->leave, 1);
}

static void begin(struct call *call)
{
    if (call->ended == 0)       /* else it is one of many */
        call->began = now();
    errno = 0;
}

static long end(struct call *call, long result)
{
    int error = errno;
    call->ended = now();
    errno = error;
    return result;
}

static long checked(struct call *call, long result)
{
    if (result < 0)
        raise_error(call, errno);
    return result;
}

/* Make one of the port's calls: TRY gives its result, CALL only one that is no error. */
#define HAVE(call, name) (port.name ? (void) 0 : lack(call, "there is no %s", #name))
#define TRY(call, name, ...) (HAVE(call, name), begin(call), end(call, (long) port.name(__VA_ARGS__)))
#define CALL(call, name, ...) checked(call, TRY(call, name, __VA_ARGS__))

/* The same around a call of the system. */
#define SYSTEM(call, expression) checked(call, (begin(call), end(call, (long) (expression))))

/* --------------------------------------------------------------------------- the sockets */

struct sock {
    int number, open;
};

struct child {
    struct child *next;
    pid_t pid;
};

static struct sock *socks;              /* by their numbers, from 1 */
static int last_sock, room_for_socks;
static struct child *children;
static int *fillers, count_of_fillers;  /* descriptors that `spare` took up */

static int add(int number)
{
    pthread_mutex_lock(&lock);
    if (++last_sock >= room_for_socks) {
        room_for_socks = 2 * last_sock + 100;
        socks = or_die(realloc(socks, room_for_socks * sizeof *socks));
    }
    socks[last_sock].number = number;
    socks[last_sock].open = 1;
    int sock = last_sock;
    pthread_mutex_unlock(&lock);
    return sock;
}

static void put_sock(struct call *call, long number)
{
    put(&call->answer, " sock=%d", add((int) number));
}

/* Whether something else of ours has a number that one of our sockets had. */
static int taken_again(int number)
{
    int found = 0;
    for (int i = 1; i <= last_sock; i++)
        found |= socks[i].open && socks[i].number == number;
    for (int i = 0; i < count_of_fillers; i++)
        found |= fillers[i] == number;
    return found;
}

/* The number of a socket. A closed one keeps its own, for calls that must refuse it, unless that has come to stand for something else. */
static int number_of(struct call *call, long long sock)
{
    int number = -1;
    pthread_mutex_lock(&lock);
    int known = sock > 0 && sock <= last_sock;
    if (known && (socks[sock].open || !taken_again(socks[sock].number)))
        number = socks[sock].number;
    pthread_mutex_unlock(&lock);
    if (!known)
        give_up(call, "there is no such %s", "sock");
    return number;
}

/* --------------------------------------------------------------------------- what calls take */

static struct value *needed(struct call *call, const char *name)
{
    struct value *found = field(call->fields, name);
    if (found == NULL)
        give_up(call, "the field %s is missing", name);
    return found;
}

static int fits_int(struct call *call, long long number)
{
    if (number < INT_MIN || number > INT_MAX)
        lack(call, "%s does not hold such a number", "an int");
    return (int) number;
}

static long long integer(struct call *call, const struct value *value)
{
    if (value->kind != NUMBER)
        lack(call, "%s takes an integer there", "C");
    return value->number;
}

/* A constant by its name; a number stands for itself. */
static int constant(struct call *call, const struct value *value)
{
    const struct name *known = NULL;
    if (value->kind == NUMBER)
        return fits_int(call, value->number);
    if (value->kind != NAME || (known = by_name(value->data)) == NULL)
        lack(call, "there is no %s", value->data ? value->data : "such constant");
    return (int) known->number;
}

static int constant_or(struct call *call, const char *name, int otherwise)
{
    struct value *value = field(call->fields, name);
    return value ? constant(call, value) : otherwise;
}

static int flags_in(struct call *call, const struct value *names)
{
    int bits = 0;
    for (struct value *name = names ? names->items : NULL; name; name = name->next)
        bits |= constant(call, name);
    return bits;
}

static int flags(struct call *call)
{
    return flags_in(call, field(call->fields, "flags"));
}

static int sock(struct call *call)
{
    return number_of(call, integer(call, needed(call, "sock")));
}

static long long number_or(struct call *call, const char *name, long long otherwise)
{
    struct value *value = field(call->fields, name);
    return value && value->kind != NONE ? integer(call, value) : otherwise;
}

static size_t as_size(struct call *call, long long number)
{
    if (number < 0 || (unsigned long long) number > SIZE_MAX / 2)
        lack(call, "%s is no such number", "a size_t");
    return (size_t) number;
}

static size_t size_in(struct call *call, const char *name)
{
    return as_size(call, integer(call, needed(call, name)));
}

static unsigned char *filled(struct call *call, size_t size)
{
    return memset(take(&call->memory, size), FILLER, size);
}

static struct value *bytes(struct call *call, struct value *value)
{
    if (value->kind != BYTES)
        give_up(call, "%s had to be bytes", value->field ? value->field : "an item");
    return value;
}

/* A string of C, or NULL for none. */
static const char *string(struct call *call, const char *name)
{
    struct value *value = field(call->fields, name);
    if (value == NULL || value->kind == NONE)
        return NULL;
    if (value->kind == NUMBER) {
        char *digits = take(&call->memory, 24);
        snprintf(digits, 24, "%lld", value->number);
        return digits;
    }
    if (strlen(value->data) != value->size)
        lack(call, "a string of C has no zero in it: %s", name);
    return value->data;
}

struct address {
    union {
        struct sockaddr any;
        struct sockaddr_in inet;
        struct sockaddr_in6 inet6;
        struct sockaddr_un local;
        struct sockaddr_storage storage;
        char room[offsetof(struct sockaddr_un, sun_path) + LONGEST_PATH];
    } name;
    socklen_t size;
};

/* A number inside an address, up to a limit. */
static unsigned long part(struct call *call, const char *text, unsigned long limit)
{
    char *rest;
    errno = 0;
    unsigned long number = strtoul(text, &rest, 10);
    if (!isdigit((unsigned char) *text) || *rest || errno || number > limit)
        lack(call, "no address holds the number %s", text);
    return number;
}

static void host_to(struct call *call, int family, const char *host, void *to)
{
    if (inet_pton(family, host, to) != 1)
        lack(call, "%s is no address of that family in digits", host);
}

static void local_address(struct call *call, const struct value *path, struct address *to)
{
    struct sockaddr_un *local = &to->name.local;
    if (path->size > LONGEST_PATH)
        lack(call, "no path is that long: %s", path->data);
    local->sun_family = AF_UNIX;
    memcpy((char *) local + offsetof(struct sockaddr_un, sun_path), path->data, path->size);
    /* A path ends with a zero where there is room for one; an abstract name, whose first byte is zero, does not. */
    int zero = path->size && *path->data && path->size < sizeof local->sun_path;
    to->size = (socklen_t) (offsetof(struct sockaddr_un, sun_path) + path->size + zero);
}

static struct address address_in(struct call *call, const struct value *value)
{
    struct address found;
    memset(&found, 0, sizeof found);
    if (value->kind == ADDRESS && strcmp(value->parts[0], "inet") == 0 && value->count == 3) {
        found.size = sizeof found.name.inet;
        found.name.inet.sin_family = AF_INET;
        found.name.inet.sin_port = htons((uint16_t) part(call, value->parts[2], 65535));
        host_to(call, AF_INET, value->parts[1], &found.name.inet.sin_addr);
    } else if (value->kind == ADDRESS && strcmp(value->parts[0], "inet6") == 0 && value->count == 5) {
        found.size = sizeof found.name.inet6;
        found.name.inet6.sin6_family = AF_INET6;
        found.name.inet6.sin6_port = htons((uint16_t) part(call, value->parts[2], 65535));
        found.name.inet6.sin6_flowinfo = htonl((uint32_t) part(call, value->parts[3], UINT32_MAX));
        found.name.inet6.sin6_scope_id = (uint32_t) part(call, value->parts[4], UINT32_MAX);
        host_to(call, AF_INET6, value->parts[1], &found.name.inet6.sin6_addr);
    } else if (value->kind == ADDRESS && strcmp(value->parts[0], "unix") == 0 && value->count == 2) {
        local_address(call, value, &found);
    } else {
        give_up(call, "%s is no address", value->field ? value->field : "an item");
    }
    return found;
}

/* --------------------------------------------------------------------------- what calls give */

static struct address empty_address(void)
{
    struct address found;
    memset(&found, 0, sizeof found);
    found.size = sizeof found.name;
    return found;
}

static void put_host(struct text *to, int family, const void *host)
{
    char digits[INET6_ADDRSTRLEN] = "";
    inet_ntop(family, host, digits, sizeof digits);
    put(to, "%s", digits);
}

static void put_path(struct text *to, const struct address *address)
{
    const char *path = (const char *) &address->name + offsetof(struct sockaddr_un, sun_path);
    size_t size = 0;
    if (address->size > offsetof(struct sockaddr_un, sun_path))
        size = address->size - offsetof(struct sockaddr_un, sun_path);
    if (size && *path)
        size = strnlen(path, size);
    put(to, "unix|");
    put_escaped(to, path, size);
}

/* An address as the stack gave it; none where it gave none. */
static void put_address(struct text *to, const struct address *address)
{
    put(to, " address=");
    if (address->size == 0) {
        put(to, "none");
    } else if (address->name.any.sa_family == AF_INET) {
        put(to, "inet|");
        put_host(to, AF_INET, &address->name.inet.sin_addr);
        put(to, "|%u", ntohs(address->name.inet.sin_port));
    } else if (address->name.any.sa_family == AF_INET6) {
        put(to, "inet6|");
        put_host(to, AF_INET6, &address->name.inet6.sin6_addr);
        put(to, "|%u|%lu|%lu", ntohs(address->name.inet6.sin6_port), (unsigned long) ntohl(address->name.inet6.sin6_flowinfo),
            (unsigned long) address->name.inet6.sin6_scope_id);
    } else if (address->name.any.sa_family == AF_UNIX) {
        put_path(to, address);
    } else {
        put(to, "(family=%d,data=", address->name.any.sa_family);
        put_bytes(to, &address->name, address->size);
        put(to, ")");
    }
}

static void put_named(struct text *to, const struct name *names, const char *prefix, long number)
{
    const char *name = by_number(names, prefix, number);
    if (name)
        put(to, "%s", name);
    else
        put(to, "%ld", number);
}

/* A bit mask as the set of its names; bits without a name stay one number. */
static void put_set(struct text *to, const char *prefix, unsigned bits)
{
    const char *comma = "";
    put(to, "{");
    for (const struct name *row = constants; row->name; row++) {
        unsigned bit = (unsigned) row->number;
        if (strncmp(row->name, prefix, strlen(prefix)) == 0 && bit && (bits & bit) == bit) {
            put(to, "%s%s", comma, row->name);
            bits &= ~bit;
            comma = ",";
        }
    }
    if (bits)
        put(to, "%s%u", comma, bits);
    put(to, "}");
}

/* --------------------------------------------------------------------------- structures by fields */

enum form { SIGNED, UNSIGNED, ERROR, HOST };

struct member {
    const char *kind, *name;
    size_t whole, offset, size;
    enum form form;
};

#define M(kind, type, member, name, form) {kind, name, sizeof(type), offsetof(type, member), sizeof ((type *) NULL)->member, form},

struct extended_error {                 /* Linux calls it sock_extended_err, in a header that not every C library brings */
    uint32_t number;
    uint8_t origin, type, code, nothing;
    uint32_t info, data;
};

static const struct member members[] = {
    M("linger", struct linger, l_onoff, "onoff", SIGNED)
    M("linger", struct linger, l_linger, "linger", SIGNED)
    M("timeval", struct timeval, tv_sec, "sec", SIGNED)
    M("timeval", struct timeval, tv_usec, "usec", SIGNED)
#ifdef SCM_CREDENTIALS
    M("ucred", struct ucred, pid, "pid", SIGNED)
    M("ucred", struct ucred, uid, "uid", UNSIGNED)
    M("ucred", struct ucred, gid, "gid", UNSIGNED)
#endif
    M("mreq", struct ip_mreq, imr_multiaddr, "multiaddr", HOST)
    M("mreq", struct ip_mreq, imr_interface, "interface", HOST)
    M("mreq6", struct ipv6_mreq, ipv6mr_multiaddr, "multiaddr", HOST)
    M("mreq6", struct ipv6_mreq, ipv6mr_interface, "ifindex", UNSIGNED)
#ifdef __linux__
    M("mreqn", struct ip_mreqn, imr_multiaddr, "multiaddr", HOST)
    M("mreqn", struct ip_mreqn, imr_address, "address", HOST)
    M("mreqn", struct ip_mreqn, imr_ifindex, "ifindex", SIGNED)
    M("pktinfo", struct in_pktinfo, ipi_ifindex, "ifindex", SIGNED)
    M("pktinfo", struct in_pktinfo, ipi_spec_dst, "spec_dst", HOST)
    M("pktinfo", struct in_pktinfo, ipi_addr, "addr", HOST)
    M("extended_error", struct extended_error, number, "errno", ERROR)
    M("extended_error", struct extended_error, origin, "origin", UNSIGNED)
    M("extended_error", struct extended_error, type, "type", UNSIGNED)
    M("extended_error", struct extended_error, code, "code", UNSIGNED)
    M("extended_error", struct extended_error, info, "info", UNSIGNED)
    M("extended_error", struct extended_error, data, "data", UNSIGNED)
#endif
#ifdef IPV6_PKTINFO
    M("pktinfo6", struct in6_pktinfo, ipi6_addr, "addr", HOST)
    M("pktinfo6", struct in6_pktinfo, ipi6_ifindex, "ifindex", UNSIGNED)
#endif
    {NULL, NULL, 0, 0, 0, SIGNED}
};

static int is_member(const struct member *member, const char *kind)
{
    return member->kind && strcmp(member->kind, kind) == 0;
}

/* The first member of a structure, or NULL. */
static const struct member *structure(const char *kind)
{
    const struct member *member = members;
    while (member->kind && !is_member(member, kind))
        member++;
    return member->kind ? member : NULL;
}

static void put_unsigned(struct text *to, const unsigned char *from, size_t size)
{
    uint32_t wide = 0;
    uint16_t half = 0;
    memcpy(size == 2 ? (void *) &half : (void *) &wide, from, size == 1 ? 0 : size);
    put(to, "%lu", size == 1 ? (unsigned long) *from : size == 2 ? (unsigned long) half : (unsigned long) wide);
}

static void put_signed(struct text *to, const unsigned char *from, size_t size)
{
    int32_t wide = 0;
    int64_t widest = 0;
    memcpy(size == 8 ? (void *) &widest : (void *) &wide, from, size);
    put(to, "%lld", size == 8 ? (long long) widest : (long long) wide);
}

static void put_member(struct text *to, const struct member *member, const unsigned char *from)
{
    uint32_t number = 0;
    switch (member->form) {
    case SIGNED:
        put_signed(to, from, member->size);
        break;
    case UNSIGNED:
        put_unsigned(to, from, member->size);
        break;
    case ERROR:
        memcpy(&number, from, sizeof number);
        put_named(to, errors, "E", (long) number);
        break;
    case HOST:
        put(to, "\"");
        put_host(to, member->size == 4 ? AF_INET : AF_INET6, from);
        put(to, "\"");
    }
}

/* A structure by its fields; what is too short for one as the bytes it is. */
static void put_structure(struct text *to, const struct member *member, const unsigned char *data, size_t size)
{
    const char *kind = member->kind, *before = "(";
    if (size < member->whole) {
        put_bytes(to, data, size);
        return;
    }
    for (; is_member(member, kind); member++, before = ",") {
        put(to, "%s%s=", before, member->name);
        put_member(to, member, data + member->offset);
    }
    put(to, ")");
}

/* Whether a record has the fields of the structure that begins with this member, and no others. */
static int has_fields_of(const struct value *record, const struct member *member)
{
    const char *kind = member->kind;
    int count = 0;
    for (; is_member(member, kind); member++, count++)
        if (field(record, member->name) == NULL)
            return 0;
    return count == record->count;
}

static void fill_member(struct call *call, const struct member *member, const struct value *value, unsigned char *to)
{
    int64_t widest = 0;
    int32_t wide = 0;
    if (member->form == HOST) {
        host_to(call, member->size == 4 ? AF_INET : AF_INET6, value->data, to);
        return;
    }
    widest = value->kind == NUMBER ? value->number : constant(call, value);
    if (member->size < 8 && (widest < INT32_MIN || widest > UINT32_MAX))
        lack(call, "the field %s does not hold such a number", member->name);
    wide = (int32_t) (uint32_t) widest;
    memcpy(to, member->size == 8 ? (void *) &widest : (void *) &wide, member->size);
}

/* A record's structure is known by the names of its fields. */
static unsigned char *packed(struct call *call, const struct value *record, size_t *size)
{
    const struct member *member = members;
    while (member->kind && !has_fields_of(record, member))
        member++;
    if (member->kind == NULL)
        lack(call, "no structure has %s", "such fields");
    unsigned char *data = take(&call->memory, *size = member->whole);
    for (const char *kind = member->kind; is_member(member, kind); member++)
        fill_member(call, member, field(record, member->name), data + member->offset);
    return data;
}

/* The value of an option or of a control message to send: an integer, bytes, or a structure. */
static const void *payload(struct call *call, struct value *value, size_t *size)
{
    if (value->kind == RECORD)
        return packed(call, value, size);
    if (value->kind == BYTES) {
        *size = value->size;
        return value->data;
    }
    int *number = take(&call->memory, *size = sizeof *number);
    *number = constant(call, value);
    return number;
}

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

static void do_signals(struct call *call)
{
    char bytes[4096];
    int pipes = 0, users = 0;
    for (ssize_t count = read(tally[0], bytes, sizeof bytes); count > 0; count = read(tally[0], bytes, sizeof bytes))
        for (ssize_t i = 0; i < count; i++) {
            pipes += bytes[i] == SIGPIPE;
            users += bytes[i] == SIGUSR1;
        }
    put(&call->answer, " counts=(SIGPIPE=%d,SIGUSR1=%d)", pipes, users);
}

/* --------------------------------------------------------------------------- the scheduler
 *
 * One thread leads: it reads a line, makes the call itself and reads the next, so that a call that ends at once costs no change
 * of threads. The main thread watches: it looks at calls that have not ended after a while. Once it finds one asleep it says
 * `parked`, and lets another thread lead. It waits for SIGALRM, which every thread blocks, so the timer interrupts no call.
 */

#define LOOK 100                /* microseconds to the next look at a call that somebody watches */
#define LOOK_LATER 10000        /* ... and at one that nobody does */
#define PATIENT_LOOKS 20        /* a call that runs on for so many looks no longer keeps the agent from reading */
#define QUIET 150000000         /* nanoseconds after which a call is taken to sleep, where nothing tells */
#define WAKING 50000000         /* nanoseconds that calls have to end in when a test is over and their sockets were shut down */
#define STACK (512 << 10)
#ifndef THREAD_FILES
#define THREAD_FILES "/proc/thread-self/"
#endif

struct worker {
    struct worker *next;
    pthread_t thread;
    int syscall, stat;          /* its own files, which tell where it is; -1 where there are none */
    struct call call;
    int busy, watched, parked, looks;
    int asleep;                 /* as the port announces */
    long long since;
    char *line;
    size_t room;
};

static struct worker *workers, *leader;     /* nobody leads while the leader's call sleeps and no other has come forward */
static int may_lead = 1, idle, files_of_workers, armed, baseline, knows = 1;
static pthread_cond_t come_forward = PTHREAD_COND_INITIALIZER, standing_by = PTHREAD_COND_INITIALIZER, call_ended = PTHREAD_COND_INITIALIZER;
static pthread_key_t self;

/* The system call a thread sleeps in, or -1 while it runs, or waits for a disk or a lock of the kernel. */
static long sleeps_in(const struct worker *worker)
{
    char text[1024], *state;
    ssize_t size = pread(worker->syscall, text, sizeof text - 1, 0);
    if (size <= 0 || !isdigit((unsigned char) *text))
        return -1;
    long number = strtol(text, NULL, 10);
    size = pread(worker->stat, text, sizeof text - 1, 0);
    text[size > 0 ? size : 0] = 0;
    state = strrchr(text, ')');
    return state && state[1] && state[2] == 'S' ? number : -1;
}

/* Waiting for a lock of the C library is sleep too, but nobody's call. */
static int is_for_locks(long number)
{
#ifdef SYS_futex_time64
    if (number == SYS_futex_time64)
        return 1;
#endif
#ifdef SYS_futex
    return number == SYS_futex;
#else
    return number < 0;
#endif
}

static int asleep(const struct worker *worker)
{
    if (port.announces)
        return worker->asleep;
    if (!knows)
        return now() - worker->since > QUIET;
    long first = sleeps_in(worker);
    return first >= 0 && !is_for_locks(first) && sleeps_in(worker) == first;
}

static void say(const char *text, size_t size)
{
    while (size) {
        ssize_t count = write(out, text, size);
        if (count < 0 && errno != EINTR)
            _exit(0);           /* whoever spoke to us is gone */
        text += count < 0 ? 0 : count;
        size -= count < 0 ? 0 : (size_t) count;
    }
}

static void *work(void *nothing);

static void start_worker(void)
{
    pthread_t thread;
    pthread_attr_t how;
    pthread_attr_init(&how);
    pthread_attr_setstacksize(&how, STACK);
    pthread_attr_setdetachstate(&how, PTHREAD_CREATE_DETACHED);
    if (pthread_create(&thread, &how, work, NULL))
        abort();
    pthread_attr_destroy(&how);
}

/* The leader's call takes its time: another thread may read. The lock is held. */
static void let_another_lead(void)
{
    leader = NULL;
    may_lead = 1;
    if (idle == 0)
        start_worker();
    else
        pthread_cond_signal(&come_forward);
}

static void say_parked(struct worker *worker)
{
    char line[40];
    worker->parked = 1;
    say(line, (size_t) snprintf(line, sizeof line, "%ld parked\n", worker->call.number));
}

static void arm(int microseconds)
{
    struct itimerval time = {{0, 0}, {microseconds / 1000000, microseconds % 1000000}};
    armed = microseconds;
    setitimer(ITIMER_REAL, &time, NULL);
}

static void look(struct worker *worker)
{
    int sleeps = asleep(worker);
    worker->looks++;
    if (sleeps && (knows || port.announces))
        say_parked(worker);
    if (leader == worker && (sleeps || !knows || worker->looks > PATIENT_LOOKS))
        let_another_lead();
}

static void watch(const sigset_t *alarm)
{
    for (;;) {
        int number, next = 0;
        sigwait(alarm, &number);
        pthread_mutex_lock(&lock);
        armed = 0;
        for (struct worker *worker = workers; worker; worker = worker->next) {
            if (worker->busy && !worker->parked)
                look(worker);
            if (worker->busy && !worker->parked)
                next = worker->watched && (knows || leader == worker) ? LOOK : next ? next : LOOK_LATER;
        }
        if (next)
            arm(next);
        pthread_mutex_unlock(&lock);
    }
}

void agent_sleeps(void)
{
    struct worker *worker = pthread_getspecific(self);
    if (worker == NULL)         /* a thread of the stack's own */
        return;
    pthread_mutex_lock(&lock);
    worker->asleep = 1;
    if (worker->busy && !worker->parked)
        say_parked(worker);
    if (leader == worker)
        let_another_lead();
    pthread_mutex_unlock(&lock);
}

void agent_wakes(void)
{
    struct worker *worker = pthread_getspecific(self);
    if (worker == NULL)
        return;
    pthread_mutex_lock(&lock);
    worker->asleep = 0;
    pthread_mutex_unlock(&lock);
}

/* --------------------------------------------------------------------------- words: about calls */

static struct worker *who_makes(struct call *call)
{
    long long number = integer(call, needed(call, "call"));
    struct worker *worker = workers;
    while (worker && !(worker->busy && worker->call.number == number))
        worker = worker->next;
    return worker;
}

static void do_where(struct call *call)
{
    pthread_mutex_lock(&lock);
    struct worker *worker = who_makes(call);
    put(&call->answer, " state=%s", worker == NULL ? "ended" : asleep(worker) ? "parked" : "running");
    pthread_mutex_unlock(&lock);
}

static void do_signal(struct call *call)
{
    int number = constant_or(call, "name", SIGUSR1);
    count_by_handler(number, number_or(call, "restart", 0) ? SA_RESTART : 0);
    pthread_mutex_lock(&lock);
    struct worker *worker = who_makes(call);
    if (worker)
        pthread_kill(worker->thread, number);
    put(&call->answer, " sent=%d", worker != NULL);
    pthread_mutex_unlock(&lock);
}

static int calls_in_flight(void)
{
    int count = 0;
    for (struct worker *worker = workers; worker; worker = worker->next)
        count += worker->busy;
    return count;
}

/* Ends calls that sleep, by shutting their sockets down. */
static void wake_all(void)
{
    for (int i = 1; i <= last_sock && port.shutdown; i++)
        if (socks[i].open)
            port.shutdown(socks[i].number, SHUT_RDWR);
}

/* Closes every socket at once, without TIME-WAIT and without waiting for unsent data; how many there were. */
static int close_all(void)
{
    struct linger at_once = {1, 0};
    int count = 0;
    for (int i = 1; i <= last_sock; i++)
        if (socks[i].open) {
            if (port.setsockopt)
                port.setsockopt(socks[i].number, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
            port.close(socks[i].number);
            count++;
        }
    last_sock = 0;
    return count;
}

static void wait_for_calls(void)
{
    struct timespec limit;
    clock_gettime(CLOCK_REALTIME, &limit);
    limit.tv_nsec += WAKING;
    limit.tv_sec += limit.tv_nsec / 1000000000;
    limit.tv_nsec %= 1000000000;
    while (calls_in_flight() && pthread_cond_timedwait(&call_ended, &lock, &limit) == 0)
        ;
}

static void do_reset(struct call *call)
{
    int highest = 0;
    end_children();
    if (calls_in_flight())
        wake_all();
    put(&call->answer, " sockets=%d", close_all());
    lift_limit();
    do_signals(call);
    call->answer.size = (size_t) (strstr(call->answer.data, " counts=") - call->answer.data);
    pthread_mutex_lock(&lock);
    wait_for_calls();
    put(&call->answer, " calls=%d descriptors=%d", calls_in_flight(), open_descriptors(&highest) - baseline - files_of_workers);
    pthread_mutex_unlock(&lock);
}

/* --------------------------------------------------------------------------- lines in, answers out */

enum about { THE_STACK, CALLS };

static const struct word {
    const char *name;
    void (*perform)(struct call *call);
    enum about about;
} words[] = {
    {"socket", do_socket, THE_STACK}, {"socketpair", do_socketpair, THE_STACK}, {"dup", do_dup, THE_STACK},
    {"close", do_close, THE_STACK}, {"bind", do_bind, THE_STACK}, {"connect", do_connect, THE_STACK},
    {"connect_ex", do_connect_ex, THE_STACK}, {"listen", do_listen, THE_STACK}, {"accept", do_accept, THE_STACK},
    {"shutdown", do_shutdown, THE_STACK}, {"getsockname", do_getsockname, THE_STACK}, {"getpeername", do_getpeername, THE_STACK},
    {"send", do_send, THE_STACK}, {"sendto", do_sendto, THE_STACK}, {"sendmsg", do_sendmsg, THE_STACK}, {"pour", do_pour, THE_STACK},
    {"recv", do_recv, THE_STACK}, {"recvfrom", do_recvfrom, THE_STACK}, {"recvmsg", do_recvmsg, THE_STACK},
    {"recv_into", do_recv_into, THE_STACK}, {"recvfrom_into", do_recvfrom_into, THE_STACK},
    {"recvmsg_into", do_recvmsg_into, THE_STACK}, {"drain", do_drain, THE_STACK},
    {"getsockopt", do_getsockopt, THE_STACK}, {"setsockopt", do_setsockopt, THE_STACK}, {"setblocking", do_setblocking, THE_STACK},
    {"getblocking", do_getblocking, THE_STACK}, {"descriptor", do_descriptor, THE_STACK}, {"poll", do_poll, THE_STACK},
    {"select", do_select, THE_STACK}, {"readable", do_readable, THE_STACK}, {"atmark", do_atmark, THE_STACK},
    {"gethostname", do_gethostname, THE_STACK}, {"uname", do_uname, THE_STACK}, {"getaddrinfo", do_getaddrinfo, THE_STACK},
    {"getnameinfo", do_getnameinfo, THE_STACK}, {"spare", do_spare, THE_STACK}, {"fork", do_fork, THE_STACK}, {"reap", do_reap, THE_STACK},
    {"where", do_where, CALLS}, {"signal", do_signal, CALLS}, {"signals", do_signals, CALLS}, {"reset", do_reset, CALLS},
    {NULL, NULL, CALLS}
};

static const struct word *word_called(const char *name)
{
    const struct word *word = words;
    while (word->name && strcmp(word->name, name))
        word++;
    return word;
}

/* What was read ahead; the leader's alone. */
static struct text ahead;

static void read_more(void)
{
    size_t before = ahead.size;
    char *to = more(&ahead, 65536);
    ssize_t count = read(0, to, 65536);
    if (count == 0) {           /* whoever spoke to us is gone */
        end_children();
        _exit(0);
    }
    ahead.size = before + (count < 0 ? 0 : (size_t) count);
}

/* Takes the next line over, without its newline, with a zero behind it. */
static void take_line(struct worker *worker)
{
    size_t seen = 0, size;
    char *newline;
    while (ahead.size == seen || (newline = memchr(ahead.data + seen, '\n', ahead.size - seen)) == NULL) {
        seen = ahead.size;
        read_more();
    }
    size = (size_t) (newline - ahead.data);
    if (size >= worker->room)
        worker->line = or_die(realloc(worker->line, worker->room = 2 * size + 256));
    memcpy(worker->line, ahead.data, size);
    worker->line[size] = 0;
    ahead.size -= size + 1;
    memmove(ahead.data, newline + 1, ahead.size);
}

/* Reads the line: fills the call, and finds its word. A line that cannot be read is answered, and NULL is returned. */
static const struct word *understand(struct worker *worker)
{
    struct call *call = &worker->call;
    static char nothing[] = "";
    char *at, *name;
    call->number = strtol(worker->line, &at, 10);
    call->began = now();
    call->ended = 0;
    name = *at == ' ' ? at + 1 : at;
    at = name + strcspn(name, " ");
    if (setjmp(call->leave)) {
        begin_answer(call, "broken");
        put(&call->answer, " text=\"this%%20is%%20no%%20line%%20of%%20the%%20protocol\"");
        return NULL;
    }
    if (name == worker->line || *name == 0 || name[-1] != ' ')
        longjmp(call->leave, 1);
    char *fields = *at ? at + 1 : nothing;
    *at = 0;
    call->fields = read_fields(fields, &call->memory, &call->leave);
    return word_called(name);
}

static void perform(struct call *call, const struct word *word)
{
    if (setjmp(call->leave))
        return;
    if (word->name == NULL)
        lack(call, "there is no such %s", "word");
    begin_answer(call, "returned");
    word->perform(call);
    end_answer(call);
}

/* From now on others may see that this worker makes a call. */
static void begin_call(struct worker *worker)
{
    struct value *watch = field(worker->call.fields, "watch");
    pthread_mutex_lock(&lock);
    worker->busy = 1;
    worker->watched = watch && watch->number;
    worker->parked = worker->looks = worker->asleep = 0;
    worker->since = worker->call.began;
    int next = worker->watched ? LOOK : LOOK_LATER;
    if (!port.announces && (armed == 0 || next < armed))
        arm(next);
    pthread_mutex_unlock(&lock);
}

/* Says the answer; whether this worker leads still. */
static int end_call(struct worker *worker)
{
    struct call *call = &worker->call;
    put(&call->answer, "\n");
    pthread_mutex_lock(&lock);
    worker->busy = 0;
    say(call->answer.data, call->answer.size);
    int leads = leader == worker;
    if (!leads)
        pthread_cond_broadcast(&call_ended);
    pthread_mutex_unlock(&lock);
    release(&call->memory);
    return leads;
}

static int serve(struct worker *worker)
{
    take_line(worker);
    const struct word *word = understand(worker);
    if (word) {
        if (word->about == THE_STACK)
            begin_call(worker);
        perform(&worker->call, word);
    }
    return end_call(worker);
}

static int open_own(const char *name)
{
    char path[100];
    snprintf(path, sizeof path, THREAD_FILES "%s", name);
    return open(path, O_RDONLY);
}

static void *work(void *nothing)
{
    struct worker *worker = or_die(calloc(1, sizeof *worker));
    worker->thread = pthread_self();
    worker->syscall = open_own("syscall");
    worker->stat = open_own("stat");
    pthread_setspecific(self, worker);
    pthread_mutex_lock(&lock);
    worker->next = workers;
    workers = worker;
    files_of_workers += (worker->syscall >= 0) + (worker->stat >= 0);
    for (;;) {
        idle++;
        pthread_cond_signal(&standing_by);
        while (!may_lead)
            pthread_cond_wait(&come_forward, &lock);
        idle--;
        may_lead = 0;
        leader = worker;
        pthread_mutex_unlock(&lock);
        while (serve(worker))
            ;
        pthread_mutex_lock(&lock);
    }
    return nothing;
}

/* Has so many threads stand by before descriptors become scarce. */
static void stand_by(int count)
{
    pthread_mutex_lock(&lock);
    for (int there = idle; there < count; there++)
        start_worker();
    while (idle < count)
        pthread_cond_wait(&standing_by, &lock);
    pthread_mutex_unlock(&lock);
}

static void say_hello(void)
{
    struct text line = {NULL, 0, 0};
    struct utsname system;
    char name[200];
    uname(&system);
    snprintf(name, sizeof name, "%.90s %.90s", system.sysname, system.release);
    put(&line, "0 hello protocol=%d agent=c implementation=", PROTOCOL);
    put_text(&line, port.implementation);
    put(&line, " version=");
    put_text(&line, port.version);
    put(&line, " system=");
    put_text(&line, name);
    put(&line, " machine=");
    put_text(&line, system.machine);
    put(&line, " parks=%s\n", knows || port.announces ? "exact" : "quiet");
    say(line.data, line.size);
    free(line.data);
}

/* Whether this system tells in which call a thread sleeps. */
static int can_look(void)
{
    char text[100];
    int file = open_own("syscall");
    int found = file >= 0 && pread(file, text, sizeof text, 0) > 0;
    if (file >= 0)
        close(file);
    return found;
}

int main(int argc, char **argv)
{
    sigset_t alarm;
    int highest = 0;
    sigemptyset(&alarm);
    sigaddset(&alarm, SIGALRM);
    pthread_sigmask(SIG_BLOCK, &alarm, NULL);
    out = dup(1);
    dup2(2, 1);                 /* a stray print must not reach the line */
    count_signals();
    getrlimit(RLIMIT_NOFILE, &unlimited);
    pthread_key_create(&self, NULL);
    if (port.start)
        port.start(argc, argv);
    knows = can_look();
    say_hello();
    baseline = open_descriptors(&highest);
    start_worker();
    watch(&alarm);
    return 0;
}
