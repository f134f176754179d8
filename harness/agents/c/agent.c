/* The C agent: makes socket calls when told to, one line a message.
 *
 * The protocol is in ../PROTOCOL.md. Which stack's calls are made is in port.h; ../PORTING.md tells how to bring one's own.
 * C99 and POSIX, no other dependency. What only some systems have stands behind an #ifdef.
 *
 * One program in rooms: lines.h (values <-> text), names.h (constants by name), call.h (the call at hand), structures.h, words.h
 * (one function a word), and here the scheduler, which runs calls and knows when one went to sleep.
 */
#define _GNU_SOURCE         /* struct ucred, struct in6_pktinfo, POLLRDHUP ... where there are such */
#include <signal.h>
#include <sys/syscall.h>
#include <sys/time.h>

#include "words.h"

#define PROTOCOL 1

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
static int may_lead = 1, idle, armed, baseline, knows = 1;
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
    int long_ago = now() - worker->since > QUIET;
    if (port.announces)         /* what sleeps for long without a word, sleeps where the stack did not mean to */
        return worker->asleep || (knows && long_ago && sleeps_in(worker) >= 0);
    if (!knows)
        return long_ago;
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
                next = worker->watched && !port.announces && (knows || leader == worker) ? LOOK : next ? next : LOOK_LATER;
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
    if (worker->busy && !worker->parked && worker->watched)     /* else the next look says so, if it sleeps still */
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

void agent_lacks(const char *what)
{
    struct worker *worker = pthread_getspecific(self);
    lack(&worker->call, "there is no %s", what);
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

static void abandon(int number)
{
    struct linger at_once = {1, 0};
    if (port.setsockopt)
        port.setsockopt(number, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    port.close(number);
}

/* Closes every socket at once, without TIME-WAIT and without waiting for unsent data; how many there were. */
static int close_all(void)
{
    int count = 0;
    for (int i = 1; i <= last_sock; i++)
        if (socks[i].open) {
            (port.abandon ? port.abandon : abandon)(socks[i].number);
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
    int highest = 0, pipes, users;
    end_children();
    if (calls_in_flight() && port.holds_sleepers) {
        put(&call->answer, " sockets=%d calls=%d descriptors=0", last_sock, calls_in_flight());
        return;
    }
    if (calls_in_flight())
        wake_all();
    put(&call->answer, " sockets=%d", close_all());
    lift_limit();
    take_signals(&pipes, &users);
    pthread_mutex_lock(&lock);
    wait_for_calls();
    put(&call->answer, " calls=%d descriptors=%d", calls_in_flight(), open_descriptors(&highest) - baseline - count_of_own_files);
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
    int next = worker->watched && !port.announces ? LOOK : LOOK_LATER;
    if (armed == 0 || next < armed)
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
    int file = port.start_thread ? port.start_thread() : -1;
    worker->thread = pthread_self();
    pthread_setspecific(self, worker);
    pthread_mutex_lock(&lock);
    keep(file);
    worker->syscall = keep(open_own("syscall"));
    worker->stat = keep(open_own("stat"));
    worker->next = workers;
    workers = worker;
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
