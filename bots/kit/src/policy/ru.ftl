# Правила сообщества словами.

policy-change = **{ $field }**: { $before } → { $value }
policy-field = **{ $field }**: { $value }
policy-posts = Пост новичка или комментатора ждёт в Сумерках { $twilight }; набрал магическое число голосов { $support } или { $useful }, и он выходит в Поток, а автор становится доверенным. Ждать могут до { $pending } записей сразу. { $oppose } значит «не согласен». Голос можно снять за { $withdraw }. Активен тот, кто что-то делал за { $window }.
policy-cases = { $silence } лишает слова ({ $mute } в первый раз, нужно не меньше { $silencemin } голосов), { $exclude } исключает (доля { $share } активных и не меньше { $excludemin }). Голос считается с доводом от { $argument } знаков. Дело открыто { $case }.
policy-appeals = Апелляцию рассматривают { $appeal }; после отказа следующая возможна через { $gap }.
policy-tags = Супертег: до { $words } слов, определение от { $definition } знаков, решают { $proposal }. В посте до { $max } супертегов.
policy-chronicle = В летопись сообщение вносят доверенные: один говорит `!в летопись` в ответ на него, другие ставят { $chronicle }. Нужно { $n ->
    [0] магическое число голосов
    [one] { $n } голос
    [few] { $n } голоса
   *[other] { $n } голосов
 }; автор не голосует и может забрать своё назад.
policy-wiki = Страницы вики меняет ранг «{ $edit }» и выше, сразу и без голосования; каждая правка остаётся в истории. Защитить страницу может ранг «{ $protect }» и выше.
policy-fields = **Всё, что можно изменить.** Любой доверенный предлагает, совет решает: `!предложить правило поле: значение`
policy-field-activity = окно активности
policy-field-magic = множитель магического числа
policy-field-pending = записей в Сумерках
policy-field-publish = доля для комментария
policy-field-twilight = срок в Сумерках
policy-field-reactions = реакции
policy-field-argument = длина довода
policy-field-withdraw = срок снятия голоса
policy-field-silence = голоса для лишения слова
policy-field-mute = срок без слова
policy-field-ladder = лестница наказаний
policy-field-exclude-share = доля для исключения
policy-field-exclude = голоса для исключения
policy-field-case = срок дела
policy-field-appeal = срок апелляции
policy-field-voters = судьи с индексом
policy-field-gap = перерыв между апелляциями
policy-field-proposal = срок предложения
policy-field-words = слов в супертеге
policy-field-definition = длина определения
policy-field-supertags = супертегов в посте
policy-field-policy = доля для правил
policy-field-chronicle = голосов для летописи
policy-field-wiki-edit = кто правит вики
policy-field-wiki-protect = кто защищает страницы
policy-field-quest = квест
policy-field-announce = объявлять вступивших
policy-field-principles = принципы
policy-step-principles = принять принципы
policy-step-introduce = представиться
policy-step-language = выбрать язык
policy-step-read = прочитать пост
policy-step-post = первый пост
policy-step-comment = первый комментарий
policy-value-yes = да
policy-value-no = нет
policy-value-ghost = новичок
policy-value-commenter = комментатор
policy-value-trusted = доверенный
policy-value-no-quest = без квеста
policy-value-usual = обычные
policy-fault-unknown = **{ $field }**: такого поля нет. Какие есть: `!правила`
policy-fault-near = **{ $field }**: такого поля нет. Может быть, **{ $near }**?
policy-fault-count = **{ $field }**: целое число от { $min } до { $max }.
policy-fault-time = **{ $field }**: срок от { $min } до { $max }, например «2 дня» или «36 часов».
policy-fault-share = **{ $field }**: доля дробью, от 1/{ $max } до 1/1, например 1/3.
policy-fault-ladder = **{ $field }**: множители через запятую, каждый не меньше прежнего, от 1 до { $max }; их может быть до { $count }.
policy-fault-reactions = **{ $field }**: шесть разных эмодзи через пробел: за, полезно, против, лишить слова, исключить, в летопись.
policy-fault-quest = **{ $field }**: шаги через запятую, каждый один раз: { $steps }. Или «{ $none }».
policy-fault-rank = **{ $field }**: один из рангов: { $ranks }.
policy-fault-flag = **{ $field }**: { $yes } или { $no }.
policy-fault-text = **{ $field }**: не длиннее { $max } знаков.
