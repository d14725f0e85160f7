"""Discovery: the conditions under which ties soften, do neither or harm, and the policy that one would regret least."""
