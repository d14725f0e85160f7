/* The floor: the core of the model in C, with the same arithmetic, luck and records. One run, one thread. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "parameters.h" /* generated: one macro P_name for each parameter, an entry of p */

#define GOLDEN 0x9E3779B97F4A7C15ull
#define FIXED 1099511627776.0
enum { PROVOCATION = 4, PROVOKED = 5, WALKOUT, REVIEW_A, REVIEW_B, THAW, PLAN, CONSENT_A, CONSENT_B, FORUM, RELATIONS = 18 };
typedef int64_t I;
typedef uint64_t U;
typedef double F;
typedef int32_t S; /* rows, as narrow as in the model */

typedef struct {
    I n_months, n_nations, n_dyads, n_cities, n_ties, first_month, seed, replicate;
    const F *p;
    const I *first, *last, *weight_sum; const F *voice_mean, *nationalism_mean, *centralisation;
    const U *dyad_id; const I *dyad_nation, *recognised; const F *before, *at_recognition, *baseline;
    const F *mood_baseline, *mood_floor, *reversion;
    const U *city_id; const I *city_nation; const F *autonomy, *nationalism, *weight, *voice, *budget, *abroad, *bigness;
    const I *host, *open;
    const F *severity, *felt, *level; const I *place, *regions, *closed;
    const I *newest, *older_a, *older_b; /* the ties of a city as a chain, from its newest */
    const S *a, *b, *dyad; const U *id; const S *signed_in; const F *affinity, *thaw, *obey_a, *obey_b;
    F *out;
} Given;

static inline F min_(F x, F y) { return y < x ? y : x; }
static inline F max_(F x, F y) { return y > x ? y : x; }
static inline U mix(U z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
}
static U stream(U seed, U replicate, U process, U month) {
    U k = mix(seed + GOLDEN);
    k = mix(k + (replicate + 1) * GOLDEN);
    k = mix(k + (process + 1) * GOLDEN);
    return mix(k + (month + 1) * GOLDEN);
}
static inline F uniform_at(U key, U place) { return (F)(I)(mix(key + place) >> 11) * 0x1p-53; }
static inline F uniform(U key, U entity) { return uniform_at(key, (entity + 1) * GOLDEN); }
static inline F exponential(F x) {
    F y = min_(max_(x, -32.0), 32.0) * 0.015625;
    F p = 1. / 39916800 + y * (1. / 479001600 + y * (1. / 6227020800.));
    p = 1. / 5040 + y * (1. / 40320 + y * (1. / 362880 + y * (1. / 3628800 + y * p)));
    p = 1.0 + y * (1.0 + y * (1. / 2 + y * (1. / 6 + y * (1. / 24 + y * (1. / 120 + y * (1. / 720 + y * p))))));
    p *= p; p *= p; p *= p; p *= p; p *= p;
    return p * p;
}
static inline F logistic(F x) { return 1.0 / (1.0 + exponential(-x)); }
static inline F tangent(F x) { return 2.0 / (1.0 + exponential(-2.0 * x)) - 1.0; }
static F logarithm(F x) {
    int e; F m = frexp(x, &e);
    if (m < 0.7071067811865476) { m *= 2.0; e -= 1; }
    F s = (m - 1.0) / (m + 1.0), q = s * s, p = 0.0;
    for (int k = 21; k > 0; k -= 2) p = p * q + 1.0 / k;
    return e * 0.6931471805599453 + 2.0 * s * p;
}
static F cosine(F x) {
    F y = x / 64.0, q = y * y;
    F v = q * (1. / 2 - q * (1. / 24 - q * (1. / 720 - q * (1. / 40320 - q * (1. / 3628800)))));
    for (int i = 0; i < 6; i++) v = 2.0 * v * (2.0 - v);
    return 1.0 - v;
}
static F normal(U key, U entity) {
    U bits = mix(key + (entity + 1) * GOLDEN);
    F u = (F)(I)(bits >> 11) * 0x1p-53, v = (F)(I)(mix(bits + GOLDEN) >> 11) * 0x1p-53;
    return sqrt(-2.0 * logarithm(1.0 - u)) * cosine(6.283185307179586 * v);
}
static inline F clip(F x) { return min_(max_(x, -1.0), 1.0); }
static inline I fixed(F x) { return (I)(x * FIXED); }

/* the hot loops, one function each, so that no two columns that are written can overlap */
__attribute__((noinline)) static I provoking(I n, const U *restrict place, const F *restrict nat, const F *restrict aut,
                                             const I *restrict held, U key, F rate, F per) {
    I found = 0;
    for (I c = 0; c < n; c++)
        found += uniform_at(key, place[c]) < rate * nat[c] * (1.0 - (1.0 - aut[c]) * 1.0) * (1.0 + held[c] / FIXED * per);
    return found;
}
__attribute__((noinline)) static void attend(I n, const S *restrict a, const S *restrict b, const F *restrict w, F floor,
                                             I n_cities, const F *restrict budget,
                                             const F *restrict abroad, F elsewhere, F *restrict share, F *restrict plan,
                                             F rate, F ceiling) {
    memset(share, 0, n_cities * sizeof(F)); /* first the attention asked for, in whole numbers, then the share */
    for (I e = 0; e < n; e++) { F v = (F)fixed(w[e] + floor); share[a[e]] += v; share[b[e]] += v; }
    for (I c = 0; c < n_cities; c++) {
        F taken = share[c] / FIXED + elsewhere * abroad[c];
        share[c] = taken > 0.0 ? budget[c] / taken : 0.0;
    }
    for (I e = 0; e < n; e++) plan[e] = min_(ceiling, rate * min_(share[a[e]], share[b[e]]) * (w[e] + floor));
}
__attribute__((noinline)) static void weigh(I m, const S *restrict asked, const S *restrict dyad, const F *restrict w,
                                            const F *restrict pull, const F *restrict pub, F base, F threshold, F penalty,
                                            F *restrict za, F *restrict zb) {
    for (I i = 0; i < m; i++) {
        I e = asked[i], d = dyad[e];
        F habit = base + pull[d] * w[e];
        habit -= w[e] < threshold ? penalty : 0.0;
        za[i] = habit + pub[2 * d];
        zb[i] = habit + pub[2 * d + 1];
    }
}
__attribute__((noinline)) static void obey(I m, const S *restrict asked, const S *restrict dyad, const F *restrict obey_a,
                                           const F *restrict obey_b, const F *restrict order, F *restrict za, F *restrict zb) {
    for (I i = 0; i < m; i++) {
        I e = asked[i], d = dyad[e];
        za[i] -= order[2 * d] * obey_a[e];
        zb[i] -= order[2 * d + 1] * obey_b[e];
    }
}
__attribute__((noinline)) static void draw(I n, const U *restrict place, const F *restrict plan, U key, F open, F *restrict y) {
    for (I e = 0; e < n; e++) y[e] = uniform_at(key, place[e]) < plan[e] ? open : 0.0;
}
__attribute__((noinline)) static void grow(I n, const S *restrict dyad, const F *restrict y, const F *restrict hit, F gain,
                                           F decay, F *restrict w) {
    for (I e = 0; e < n; e++) {
        F v = w[e];
        v += gain * y[e] * (1.0 - v) - decay * v;
        v *= 1.0 - hit[dyad[e]] * (1.0 - v);
        w[e] = min_(max_(v, 0.0), 1.0);
    }
}
__attribute__((noinline)) static void grow_in_peace(I n, const F *restrict y, F gain, F decay, F *restrict w) {
    for (I e = 0; e < n; e++) {
        F v = w[e];
        v += gain * y[e] * (1.0 - v) - decay * v;
        w[e] = min_(max_(v, 0.0), 1.0);
    }
}
__attribute__((noinline)) static I say(I first, I last, const F *restrict voice, const F *restrict nat,
                                       const I *restrict stake, F calm, F hawkish) {
    I total = 0;
    for (I c = first; c < last; c++)
        total += fixed(voice[c] * tangent(calm * (stake[c] / FIXED) - hawkish * nat[c]));
    return total;
}

__attribute__((noinline)) static void wish(I first, I last, const F *restrict bigness, const F *restrict autonomy,
                                           const I *restrict partners, const U *restrict place, U key, F season, F told,
                                           F size, F tied, F untied, I *restrict comes) {
    for (I c = first; c < last; c++) {
        F z = season + size * bigness[c] - told * (1.0 - autonomy[c]);
        z += partners[c] > 0 ? tied : untied;
        comes[c] = uniform_at(key, place[c]) < logistic(z);
    }
}
__attribute__((noinline)) static void review(I m, const S *restrict asked, const S *restrict list, const S *restrict dyad,
                                             const U *restrict place,
                                             const F *restrict za, const F *restrict zb, const F *restrict felt,
                                             const F *restrict emphasis, U key_a, U key_b, F pressure, F full,
                                             int8_t *restrict by) {
    for (I i = 0; i < m; i++) {
        I z = list[i], e = asked[z], d = dyad[e];
        F more = emphasis[i], fa = felt[2 * d], fb = felt[2 * d + 1];
        F chance_a = (1.0 - logistic(za[z] - pressure * more * fa)) * min_(1.0, (1.0 + more) * fa / full);
        F chance_b = (1.0 - logistic(zb[z] - pressure * more * fb)) * min_(1.0, (1.0 + more) * fb / full);
        by[i] = (uniform_at(key_a, place[e]) < chance_a) + 2 * (uniform_at(key_b, place[e]) < chance_b);
    }
}
__attribute__((noinline)) static void ask(I m, const S *restrict asked, const S *restrict list, const U *restrict place,
                                          const F *restrict za, const F *restrict zb, const int8_t *restrict susp, U key_a, U key_b,
                                          int8_t *restrict by) {
    for (I i = 0; i < m; i++) {
        I z = list[i], e = asked[z];
        by[i] = (uniform_at(key_a, place[e]) >= logistic(za[z])) + 2 * (uniform_at(key_b, place[e]) >= logistic(zb[z]));
    }
    for (I i = 0; i < m; i++) by[i] = susp[asked[list[i]]] ? susp[asked[list[i]]] : by[i];
}
__attribute__((noinline)) static void value(I n, const F *restrict w, const F *restrict affinity, I *restrict worth) {
    for (I e = 0; e < n; e++) worth[e] = fixed(w[e] * affinity[e]);
}
__attribute__((noinline)) static void tally_of(I n, const S *restrict dyad, const F *restrict w, const int8_t *restrict susp,
                                               F threshold, S d, I *restrict sum, I *restrict counts) {
    I total = 0, dormant = 0, suspended = 0;
    for (I e = 0; e < n; e++) {
        I mine = dyad[e] == d;
        total += mine ? fixed(w[e]) : 0;
        dormant += mine & (w[e] < threshold);
        suspended += mine & (susp[e] != 0);
    }
    sum[d] += total;
    counts[d] += dormant + (suspended << 32);
}
__attribute__((noinline)) static void tally(I n, const S *restrict dyad, const F *restrict w, const int8_t *restrict susp,
                                            F threshold, I *restrict sum, I *restrict counts) {
    for (I e = 0; e < n; e++) { /* two counts in one integer */
        counts[dyad[e]] += (w[e] < threshold) + ((I)(susp[e] != 0) << 32);
        sum[dyad[e]] += fixed(w[e]);
    }
}

enum { O_R, O_Q, O_MA, O_MB, O_NA, O_NB, O_TIES, O_DORMANT, O_SUSP, O_PLANNED, O_OFFICIAL, O_PEOPLE, O_FORUM, O_PROV, O_Y, O_W, N_OUT };

int run(const Given *g) {
    const F *p = g->p;
    const I D = g->n_dyads, N = g->n_cities, E = g->n_ties, K = g->n_nations;
#define COLUMN(type, name, size) type *name = calloc((size) > 0 ? (size) : 1, sizeof(type))
    COLUMN(I, present, D); COLUMN(F, R, D); COLUMN(F, start, D); COLUMN(F, Q, D); COLUMN(I, order_given, 2 * D);
    COLUMN(F, s, D); COLUMN(F, f, 2 * D); COLUMN(F, mood, 2 * D); COLUMN(F, anger, 2 * D);
    COLUMN(F, position, 2 * D); COLUMN(F, escalation, 2 * D); COLUMN(I, sum, D);
    COLUMN(F, pull, D); COLUMN(F, pub, 2 * D); COLUMN(F, order, 2 * D); COLUMN(F, hit, D); COLUMN(I, count, D);
    COLUMN(I, first_tie, D); COLUMN(I, last_tie, D); COLUMN(I, counts, D);
    COLUMN(I, partners, N); COLUMN(I, attended, N); COLUMN(I, held, N); COLUMN(F, share, N); COLUMN(I, stake, N);
    COLUMN(F, w, E); COLUMN(int8_t, susp, E); COLUMN(F, y, E); COLUMN(F, za, E); COLUMN(F, zb, E); COLUMN(F, plan, E);
    COLUMN(S, list, E + 1); COLUMN(S, asked, E + 1); COLUMN(int8_t, refused, E + 1);
    COLUMN(S, next, E); COLUMN(I, worth, E); COLUMN(F, emphasis, E);
    COLUMN(U, city_place, N); COLUMN(U, tie_place, E);
    for (I c = 0; c < N; c++) city_place[c] = (g->city_id[c] + 1) * GOLDEN;
    for (I e = 0; e < E; e++) tie_place[e] = (g->id[e] + 1) * GOLDEN;
    I n = 0;
    for (I d = 0; d < D; d++) {
        present[d] = g->recognised[d] < 0;
        R[d] = present[d] ? g->at_recognition[d] : g->before[d];
        for (int q = 0; q < 2; q++) mood[2 * d + q] = g->mood_baseline[2 * d + q];
    }
    for (I c = 0; c < N; c++) attended[c] = -1000000;
    for (I t = 0; t < g->n_months; t++) {
        const U month = (U)(g->first_month + t);
#define KEY(process) stream((U)g->seed, (U)g->replicate, process, month)
        F *out = g->out + t * D * N_OUT;
        memset(out, 0, D * N_OUT * sizeof(F));
        for (I d = 0; d < D; d++) {
            if (!present[d] && t >= g->recognised[d]) { present[d] = 1; R[d] = g->at_recognition[d]; }
            start[d] = R[d];
            s[d] = g->severity[t * D + d] * present[d];
            f[2 * d] = g->felt[(t * D + d) * 2] * present[d];
            f[2 * d + 1] = g->felt[(t * D + d) * 2 + 1] * present[d];
        }
        { /* provocation */
            U key = KEY(PROVOCATION);
            F per = P_plan_rate > 0.0 ? 1.0 / P_plan_rate : 0.0;
            for (I from = 0; from < N; from += 256) {
                I to = from + 256 < N ? from + 256 : N;
                if (!provoking(to - from, city_place + from, g->nationalism + from, g->autonomy + from, held + from, key,
                               P_provocation_rate, per)) continue;
                for (I c = from; c < to; c++) {
                    F hazard = P_provocation_rate * g->nationalism[c] * (1.0 - (1.0 - g->autonomy[c]) * 1.0) * (1.0 + held[c] / FIXED * per);
                    if (!(uniform_at(key, city_place[c]) < hazard)) continue;
                    I k = g->city_nation[c], mine = 0, chosen = -1;
                    for (I d = 0; d < D; d++) mine += present[d] && (g->dyad_nation[2 * d] == k || g->dyad_nation[2 * d + 1] == k);
                    I left = (I)(uniform(KEY(PROVOKED), g->city_id[c]) * mine);
                    for (I d = 0; d < D && chosen < 0 && mine; d++)
                        if (present[d] && (g->dyad_nation[2 * d] == k || g->dyad_nation[2 * d + 1] == k)) { if (left == 0) chosen = d; left--; }
                    if (chosen < 0) continue;
                    int side = g->dyad_nation[2 * chosen] == k ? 0 : 1;
                    s[chosen] += P_provocation_severity;
                    f[2 * chosen + 1 - side] += P_provocation_severity;
                    out[chosen * N_OUT + O_PROV] += 1;
                    U walk = KEY(WALKOUT);
                    for (I e = g->newest[c]; e >= 0; e = g->a[e] == c ? g->older_a[e] : g->older_b[e])
                        if (e < n && g->dyad[e] == chosen && !susp[e] && uniform_at(walk, tie_place[e]) < P_walkout)
                            susp[e] = g->a[e] == c ? 2 : 1;
                }
            }
        }
        for (I d = 0; d < D; d++) { /* incidents strike, directives */
            F level = g->level[t * D + d] * present[d];
            if (s[d] > 0.0) {
                R[d] -= P_incident_drop * s[d] * (1.0 - P_absorption * 0.0);
                Q[d] += s[d];
                anger[2 * d] += f[2 * d]; anger[2 * d + 1] += f[2 * d + 1];
            }
            if (level > 0.0) { R[d] += P_positive_gain * level; Q[d] *= max_(0.0, 1.0 - P_positive_relief * level); }
            R[d] = clip(R[d]);
            for (int q = 0; q < 2; q++) {
                F threshold = g->baseline[d] - P_directive_depth + (order_given[2 * d + q] ? P_directive_release : 0.0);
                order_given[2 * d + q] = present[d] && R[d] < threshold;
            }
        }
        for (; n < E && g->signed_in[n] <= t; n++) {
            I d = g->dyad[n];
            w[n] = P_initial_strength; partners[g->a[n]]++; partners[g->b[n]]++; next[n] = -1;
            if (count[d]++) next[last_tie[d]] = (S)n; else first_tie[d] = n;
            last_tie[d] = n;
        }
        attend(n, g->a, g->b, w, P_attention_floor, N, g->budget, g->abroad, P_abroad_attention, share, plan, P_plan_rate, P_plan_ceiling);
        I orders = 0, m = 0;
        for (I d = 0; d < D; d++) {
            pull[d] = P_strength_consent + P_outreach * max_(0.0, -R[d]);
            hit[d] = P_crisis_damage * s[d];
            for (int q = 0; q < 2; q++) {
                pub[2 * d + q] = P_public_pressure * (mood[2 * d + q] - anger[2 * d + q]);
                order[2 * d + q] = P_directive_weight * order_given[2 * d + q];
                orders += order_given[2 * d + q];
            }
        }
        draw(n, tie_place, plan, KEY(PLAN), g->closed[t] ? 0.0 : 1.0, y);
        F most = 0.0;
        for (I d = 0; d < D; d++) most = max_(most, s[d]);
        if (most > P_review_threshold)
            for (I e = 0; e < n; e++) { asked[m] = e; m += (y[e] != 0.0) | (susp[e] != 0) | (s[g->dyad[e]] > P_review_threshold); }
        else
            for (I e = 0; e < n; e++) { asked[m] = e; m += (y[e] != 0.0) | (susp[e] != 0); }
        weigh(m, asked, g->dyad, w, pull, pub, P_consent_base, P_dormancy_threshold, P_dormancy_penalty, za, zb);
        if (orders) obey(m, asked, g->dyad, g->obey_a, g->obey_b, order, za, zb);
        { /* suspension */
            U key = KEY(THAW);
            for (I i = 0; i < m; i++) {
                I e = asked[i];
                if (susp[e] && s[g->dyad[e]] <= P_review_threshold && uniform_at(key, tie_place[e]) < g->thaw[e] * (logistic(za[i]) * logistic(zb[i]))) susp[e] = 0;
            }
            if (most > P_review_threshold) {
                I found = 0;
                for (I i = 0; i < m; i++) { list[found] = i; found += s[g->dyad[asked[i]]] > P_review_threshold; }
                U key_a = KEY(REVIEW_A), key_b = KEY(REVIEW_B);
                for (I i = 0; i < found; i++) {
                    I e = asked[list[i]], place = g->place[t * D + g->dyad[e]];
                    emphasis[i] = place >= 0 && (g->regions[place * N + g->a[e]] || g->regions[place * N + g->b[e]]) ? P_place_emphasis : 0.0;
                }
                review(found, asked, list, g->dyad, tie_place, za, zb, f, emphasis, key_a, key_b, P_public_pressure, P_review_full_severity, refused);
                for (I i = 0; i < found; i++) if (refused[i] && !susp[asked[list[i]]]) susp[asked[list[i]]] = refused[i];
            }
        }
        { /* exchange */
            I found = 0;
            for (I i = 0; i < m; i++) { list[found] = i; found += y[asked[i]] != 0.0; }
            U key_a = KEY(CONSENT_A), key_b = KEY(CONSENT_B);
            ask(found, asked, list, tie_place, za, zb, susp, key_a, key_b, refused);
            F people = min_(1.0, P_people_share);
            for (I i = 0; i < found; i++) {
                I e = asked[list[i]]; F *o = out + g->dyad[e] * N_OUT;
                o[O_PLANNED] += 1;
                if (!refused[i]) { o[O_OFFICIAL] += 1; continue; }
                if (w[e] >= P_dormancy_threshold) { y[e] = people; o[O_PEOPLE] += 1; } else y[e] = 0.0;
            }
        }
        if (g->host[t] >= 0) { /* forum */
            U key = KEY(FORUM);
            I year = (I)month / 12;
            for (I k = 0; k < K; k++) {
                F total = 0.0, strictest = 0.0; I dyads = 0;
                for (I d = 0; d < D; d++) for (int q = 0; q < 2; q++) if (g->dyad_nation[2 * d + q] == k) {
                    total += mood[2 * d + q] - anger[2 * d + q]; dyads++;
                    strictest = max_(strictest, order_given[2 * d + q] * (g->dyad_nation[2 * d + 1 - q] == g->host[t] ? 1.0 : P_forum_directive_elsewhere));
                }
                F m = total / (dyads > 1 ? dyads : 1);
                F season = P_consent_base - P_forum_cost + P_forum_trend * (year - P_forum_trend_year) + (k == g->host[t] ? P_forum_host : 0.0)
                         + (1.0 - P_forum_depoliticisation) * P_public_pressure * m;
                F told = (1.0 - P_forum_depoliticisation) * P_directive_weight * g->centralisation[k] * strictest;
                wish(g->first[k], g->last[k], g->bigness, g->autonomy, partners, city_place, key, season, told, P_forum_size,
                     P_forum_tied, P_forum_untied, stake);
                for (I c = g->first[k]; c < g->last[k]; c++)
                    if (stake[c] && (partners[c] > 0 || g->open[t])) attended[c] = t;
            }
            for (I e = 0; e < n; e++)
                if (attended[g->a[e]] == t && attended[g->b[e]] == t) { y[e] += P_forum_dose; out[g->dyad[e] * N_OUT + O_FORUM] += 1; }
        }
        if (most > 0.0) grow(n, g->dyad, y, hit, P_strength_gain, P_strength_decay, w);
        else grow_in_peace(n, y, P_strength_gain, P_strength_decay, w);
        memset(held, 0, N * sizeof(I)); memset(sum, 0, D * sizeof(I));
        {
            I found = 0;
            if (g->host[t] >= 0)
                for (I e = 0; e < n; e++) { list[found] = e; found += y[e] != 0.0; }
            else
                for (I i = 0; i < m; i++) { list[found] = asked[i]; found += y[asked[i]] != 0.0; }
            for (I i = 0; i < found; i++) { I e = list[i], v = fixed(y[e]); held[g->a[e]] += v; held[g->b[e]] += v; sum[g->dyad[e]] += v; }
        }
        for (I d = 0; d < D; d++) { /* publics */
            F normal_exchange = P_contact_reference_ties * P_plan_rate;
            F activity = normal_exchange > 0.0 ? sum[d] / FIXED / normal_exchange : 0.0;
            out[d * N_OUT + O_Y] = sum[d] / FIXED;
            for (int q = 0; q < 2; q++) {
                I i = 2 * d + q;
                F m = mood[i], low = g->mood_floor[i], above = max_((m - low) / (g->mood_baseline[i] - low), 0.0);
                F change = g->reversion[i] * (g->mood_baseline[i] - m) * above;
                change += P_contact_goodwill * activity * (1.0 - m) + P_aid_mood * 0.0;
                m += change;
                if (m > low && f[i] > 0.0) m = low + (m - low) * exponential(-P_mood_loss * f[i]);
                mood[i] = clip(m);
            }
        }
        for (I d = 0, known = 0; d < D; d++) { /* lobbying */
            position[2 * d] = position[2 * d + 1] = 0.0;
            if (!(Q[d] > P_dispute_floor && present[d])) continue;
            for (int q = 0; q < 2; q++) {
                I k = g->dyad_nation[2 * d + q];
                memset(stake + g->first[k], 0, (g->last[k] - g->first[k]) * sizeof(I));
            }
            if (!known++) value(n, w, g->affinity, worth);
            for (I e = count[d] ? first_tie[d] : -1; e >= 0; e = next[e]) { stake[g->a[e]] += worth[e]; stake[g->b[e]] += worth[e]; }
            for (int q = 0; q < 2; q++) {
                I i = 2 * d + q, k = g->dyad_nation[i];
                F loyalty = 1.0 - P_over_compliance * anger[i];
                F hawkish = P_nationalism_lobbying * anger[i];
                F within = (F)say(g->first[k], g->last[k], g->voice, g->nationalism, stake, P_stake_scale * loyalty, hawkish) / (F)g->weight_sum[k];
                F outside = g->voice_mean[k] * tangent(-hawkish * g->nationalism_mean[k]);
                position[i] = (within + P_untied_weight * outside) / (1.0 + P_untied_weight);
            }
        }
        U key = KEY(RELATIONS);
        for (I d = 0; d < D; d++) { /* escalation */
            if (!present[d]) { anger[2 * d] = anger[2 * d + 1] = 0.0; continue; }
            F noise = P_relations_noise * normal(key, g->dyad_id[d]);
            for (int q = 0; q < 2; q++) {
                F heat = P_anger_escalation * (anger[2 * d + q] - P_anger_pivot);
                heat -= P_lobbying_restraint * position[2 * d + q];
                escalation[2 * d + q] = Q[d] > P_dispute_floor ? logistic(heat) : 0.0;
            }
            F tension = (escalation[2 * d] + escalation[2 * d + 1]) / 2.0;
            F push = noise - P_escalation_drop * min_(Q[d], P_dispute_cap) * tension;
            R[d] = clip(R[d] + P_relations_reversion * (g->baseline[d] - start[d]) + push);
            Q[d] *= 1.0 - P_dispute_settlement * (1.0 - tension);
            F fuel = P_anger_reignition * min_(Q[d], P_dispute_cap);
            for (int q = 0; q < 2; q++) {
                F N0 = anger[2 * d + q];
                anger[2 * d + q] = max_(0.0, N0 * (1.0 - 1.0 / P_anger_life) + fuel * escalation[2 * d + 1 - q] * max_(0.0, 1.0 - N0));
            }
        }
        memset(sum, 0, D * sizeof(I)); memset(counts, 0, D * sizeof(I));
        if (D > 4) tally(n, g->dyad, w, susp, P_dormancy_threshold, sum, counts);
        else
            for (I from = 0; from < n; from += 2048)
                for (I d = 0; d < D; d++)
                    tally_of(n - from < 2048 ? n - from : 2048, g->dyad + from, w + from, susp + from, P_dormancy_threshold, (S)d, sum, counts);
        for (I d = 0; d < D; d++) {
            F *o = out + d * N_OUT;
            o[O_R] = R[d]; o[O_Q] = Q[d]; o[O_MA] = mood[2 * d]; o[O_MB] = mood[2 * d + 1]; o[O_NA] = anger[2 * d]; o[O_NB] = anger[2 * d + 1];
            o[O_DORMANT] = (F)(counts[d] & 0xFFFFFFFF); o[O_SUSP] = (F)(counts[d] >> 32);
            o[O_TIES] = (F)count[d]; o[O_W] = sum[d] / FIXED / max_((F)count[d], 1.0);
        }
    }
    void *all[] = {present, R, start, Q, order_given, s, f, mood, anger, position, escalation, sum, pull, pub, order, hit,
                   count, partners, attended, held, asked, share, stake, w, susp, y, za, zb, plan, list, refused, city_place, tie_place,
                   first_tie, last_tie, counts, next, worth, emphasis};
    for (unsigned i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
    return (int)n;
}
