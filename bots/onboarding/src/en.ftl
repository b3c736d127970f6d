onboarding-about = **A newcomer's quest: where to begin in a community**

onboarding-quest-usage = !quest
onboarding-quest-example = !quest
onboarding-quest-help = What is done and which step comes next. It also takes you back to a quest that you skipped.
onboarding-accept-usage = !accept
onboarding-accept-example = !accept
onboarding-accept-help = Accept the community's principles.
onboarding-next-usage = !next
onboarding-next-example = !next
onboarding-next-help = The post is read, on we go.
onboarding-skip-usage = !skip
onboarding-skip-example = !skip
onboarding-skip-help = Skip this step of the quest.
onboarding-leave-usage = !quest skip
onboarding-leave-example = !quest skip
onboarding-leave-help = Skip the whole quest. You may write without it.

onboarding-hello = **A newcomer's quest.** A few steps to find your feet; at the end there is a sign of joining, seen in your profile. You don't have to: posts and comments can be written at any time.
onboarding-progress = Step { $n } of { $all }: { $steps }
onboarding-progress-end = Quest: { $steps }
onboarding-hint = Skip this step: `!skip`. Skip everything: `!quest skip`. Show this again: `!quest`.

onboarding-name-principles = principles
onboarding-name-introduce = introduction
onboarding-name-language = language
onboarding-name-read = reading
onboarding-name-post = first post
onboarding-name-comment = first comment

onboarding-ask-principles = **Accept the community's principles:**
onboarding-ask-principles-how = Do you agree? React to this message with ✅ or 👍, or write `!accept`.
onboarding-principles =
    - We argue with thoughts, not with people.
    - We write what is ours; what is not, we quote with its source.
    - We don't spread what is private to others.
    - We decide together, by votes and arguments: nobody is in charge here.
onboarding-ask-introduce = **Introduce yourself.** Say a few words about yourself: `!profile A gardener who plays the accordion.` Anybody can look at your profile.
onboarding-ask-language = **Choose the language** that I answer you in: `!language english` or `!language russian`.
onboarding-ask-read = **Read a post** that is valued here: [{ $link }]({ $link })
    Done? React to this message with ✅ or 👍, or write `!next`.
onboarding-ask-post = **Write your first post:** `!post text`. The trusted members will see it; with enough votes it is out in the stream. The step is done as soon as the post is sent.
onboarding-ask-comment = **Write your first comment:** `!comment link text`. Copy the link of a post in the stream. The step is done as soon as the comment is sent.
onboarding-read-none = There is nothing to read yet: the stream has no posts. This step counts as done.

onboarding-done = 🏅 **The quest is done!** Your sign of joining is on record and seen in your profile: `!profile`.
    What comes next: write posts (`!post text`) and answer those of others (`!comment link text`). How things are decided here: `!rules`. Your rank: `!rank`.
onboarding-announce = [{ $who }]({ $link }) has joined us: the newcomer's quest is done. Welcome!
onboarding-joined = You have the sign of joining; it is seen in your profile: `!profile`.
onboarding-owed = All steps are behind you. While you are excluded there is no sign of joining; when you are back in the community, I will put it on record.
onboarding-nothing = You skipped every step, so there is no sign of joining. You may write all the same: `!post text`. To begin anew: `!quest`.
onboarding-left = All right, no quest then. You may write: `!post text`. Back to the quest: `!quest`.
onboarding-idle = The quest is not under way. To look at it or go on: `!quest`.
onboarding-no-quest = This community has no quest. You may write at once: `!post text`.
onboarding-no-porch = The quest is done in a porch, a private room of the community. To get one: `!join name`. Which communities there are: `!communities`
onboarding-where = The quest is done in your porch:
onboarding-where-line = { $name }: [{ $link }]({ $link })
onboarding-here = Write the quest's commands here, in the porch. Where you stand: `!quest`.
