community-about = **Община: пишем, голосуем, решаем сами**

community-list-usage = !общины
community-list-example = !общины
community-list-help = Какие общины есть на этом узле, со ссылками.
community-create-usage = !община создать Имя
community-create-example = !община создать Поляна
community-create-help = Основать общину: бот сделает её комнаты, а ваш первый пост сделает вас доверенным.
community-join-usage = !вступить [имя общины]
community-join-example = !вступить Поляна
community-join-help = Прийти в общину: бот откроет вам предбанник, личную комнату, откуда можно писать.
community-post-usage = !пост текст
community-post-example = !пост Привет! Я собираю яблоки и знаю о них всё. #яблоки
community-post-help = Написать пост. Можно в несколько строк, подписью к картинке или ответом на своё сообщение в предбаннике. Теги пишутся прямо в тексте: #тег.
community-comment-usage = !комментарий ссылка текст
community-comment-example = !комментарий https://matrix.to/#/!комната/$событие Согласен, у меня так же.
community-comment-help = Написать комментарий к посту: по ссылке на него или ответом.
community-withdraw-usage = !отозвать
community-withdraw-example = !отозвать
community-withdraw-help = Отозвать своё: ответьте этим на свой пост или комментарий. Можно и просто удалить своё сообщение.
community-rank-usage = !ранг [@имя:сервер]
community-rank-example = !ранг @anna:example.org
community-rank-help = Ранг, индекс поддержки и приглашения: ваши или чужие.
community-why-usage = !почему [@имя:сервер]
community-why-example = !почему @anna:example.org
community-why-help = Почему так решено: ответьте этим на пост, комментарий или дело. Покажу голоса, порог и правило.
community-invite-usage = !пригласить @имя:сервер
community-invite-example = !пригласить @boris:example.org
community-invite-help = Отдать своё приглашение: человек станет комментатором.
community-appeal-usage = !апелляция текст
community-appeal-example = !апелляция Я погорячился и прошу меня вернуть.
community-appeal-help = Попросить совет пересмотреть решение о вас.
community-cases-usage = !дела
community-cases-example = !дела
community-cases-help = Открытые дела совета.
community-log-usage = !журнал
community-log-example = !журнал
community-log-help = Журнал модерации: что и когда решено.
community-rules-usage = !правила
community-rules-example = !правила
community-rules-help = Правила общины и сегодняшнее магическое число.
community-supertag-usage = !супертег имя | определение | синонимы
community-supertag-example = !супертег Космос | Всё о звёздах, планетах и полётах к ним | астрономия, вселенная
community-supertag-help = Предложить супертег, главную тему постов. Решает совет.
community-propose-usage = !предложить правило поле: значение
community-propose-example = !предложить правило срок в Сумерках: 3 дня | голоса для исключения: 4
community-propose-help = Предложить совету изменить правила: поле и значение через двоеточие, каждое на своей строке или через черту. Поля со значениями показывает `!правила`; «принципы» пишите последними, в них можно много строк.
community-tags-usage = !теги
community-tags-example = !теги
community-tags-help = Супертеги общины с определениями.
community-feed-usage = !лента тег …
community-feed-example = !лента космос кометы
community-feed-help = Посты, у которых есть все эти теги, новые сверху.
community-profile-usage = !профиль [текст]
community-profile-example = !профиль Садовник, играю на баяне.
community-profile-help = Рассказать о себе. Без текста: показать профиль, свой или @чужой.
community-wallet-usage = !кошелёк добавить|удалить btc|xmr|eth адрес
community-wallet-example = !кошелёк добавить btc 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa
community-wallet-help = Кошелёк, чтобы вас могли поблагодарить. Контрольная сумма адреса проверяется.
community-thanks-usage = !спасибо [ссылка]
community-thanks-example = !спасибо
community-thanks-help = Ответьте этим на пост или дайте ссылку на него: покажу кошельки автора с QR-кодами.

community-which = Не пойму, о какой общине речь. Список: `!общины`, прийти в нужную: `!вступить имя`.
community-list = **Общины этого узла: { $n }**
community-list-line = [{ $name }]({ $link })
community-list-none = Общин здесь пока нет. Основать первую: `!община создать Имя`

community-create-name = Как назвать общину? До { $max } знаков: `!община создать Поляна`
community-name-taken = Община «{ $name }» здесь уже есть. Придумайте другое имя или приходите в неё: `!вступить { $name }`
community-creating = Делаю комнаты общины «{ $name }». Это недолго, дальше напишу вам лично.
community-created = Община **{ $name }** готова: [пространство]({ $link }). Я пригласил вас туда и открыл вам предбанник.
community-create-refused = Не удалось сделать комнату для общины «{ $name }»: сервер отказал. { $message } Попробовать ещё раз: `!община создать { $name }`
community-topic-space = Община, которая решает всё сама
community-name-stream = Поток · { $name }
community-topic-stream = Посты общины. Комментарии в ветках под ними.
community-name-twilight = Сумерки · { $name }
community-topic-twilight = Здесь ждут голосов посты и комментарии новичков.
community-name-council = Совет · { $name }
community-topic-council = Дела, апелляции, супертеги, правила.
community-name-square = Площадь · { $name }
community-topic-square = Разговоры обо всём. Здесь ничего не публикуется.
community-name-chronicle = Летопись · { $name }
community-topic-chronicle = Важное. Пишет только бот.
community-porch-name = Предбанник · { $name }
community-puppet-newcomer = { $name } ({ $id }) · новичок
community-puppet-member = { $name } ({ $id }) · из предбанника

community-hello = Здравствуйте! Это ваш предбанник в общине **{ $name }**: здесь только вы и я.
    Читать общину можно сразу: [Поток]({ $link }).
    Чтобы войти, напишите первый пост: `!пост текст`. Его увидят доверенные участники; наберёт голоса, и он выйдет в Поток, а вы станете своим. Ждёт он { $time }, потом исчезает.
    Ответить на чей-то пост: `!комментарий ссылка текст`. Правила: `!правила`
community-hello-founder = Здравствуйте! Вы основали общину **{ $name }**. Это ваш предбанник: здесь только вы и я.
    Напишите первый пост: `!пост текст`. Он выйдет сразу и сделает вас доверенным, а я приглашу вас в остальные комнаты.
    Дальше зовите людей: им достаточно постучаться в пространство или написать мне `!вступить { $name }`.
community-hello-member = Здравствуйте! Это ваш предбанник в общине **{ $name }**: сюда я пишу вам лично, а вы можете писать мне команды. Что есть: `!помощь`
community-join = Открываю вам предбанник общины «{ $name }»: примите приглашение в новую комнату, там расскажу, с чего начать.
community-join-again = Ваш предбанник уже есть, заходите: [{ $link }]({ $link })

community-post-empty = Пост пустой. Напишите текст сразу после команды: `!пост Привет, я Анна`. Или ответьте `!пост` на своё сообщение здесь.
community-comment-where = К чему комментарий? Дайте ссылку на пост или ответьте на него: `!комментарий ссылка текст`
community-comment-unknown = Не знаю такого поста или комментария. Скопируйте ссылку из Потока: `!комментарий ссылка текст`
community-comment-empty = Комментарий пустой. Напишите текст после ссылки: `!комментарий ссылка текст`
community-unknown-event = Это не пост и не комментарий общины.
community-long = Слишком длинно для одного сообщения. Сократите или разделите на части.
community-sealed = Ваш файл зашифрован для этого чата, больше никто его не откроет. Опубликуйте его из предбанника: тот чат не зашифрован, ведь опубликованное и так увидят все.
community-withdraw-what = Что отозвать? Ответьте `!отозвать` на свой пост или комментарий.
community-invite-whom = Кого пригласить? Например: `!пригласить @boris:example.org`
community-appeal-empty = Напишите, почему решение стоит пересмотреть: `!апелляция текст`
community-supertag-form = Нужны имя и определение через черту: `!супертег Космос | Всё о звёздах, планетах и полётах к ним | астрономия`
community-feed-form = Какие теги искать? Например: `!лента космос кометы`
community-propose-form = Напишите поле и значение через двоеточие, на каждой строке по одному: `!предложить правило срок в Сумерках: 3 дня`. Какие поля есть: `!правила`
community-propose-twice = Одно поле названо дважды. Оставьте то значение, которое предлагаете.
community-why-what = О чём рассказать? Ответьте `!почему` на пост, комментарий или дело либо назовите участника: `!почему @anna:example.org`
community-thanks-whom = Кого благодарим? Ответьте `!спасибо` на пост или комментарий либо дайте ссылку на него.
community-wallet-form = Можно так: `!кошелёк добавить btc адрес` или `!кошелёк удалить btc`. Валюты: btc, xmr, eth.
community-wallet-checksum = В адресе ошибка: контрольная сумма не сходится. Скопируйте его целиком (у eth с заглавными буквами).

community-post-waits = Пост ушёл в Сумерки, его увидят доверенные участники. Ждёт он { $time }; о том, что решат, напишу.
community-comment-waits = Комментарий ушёл в Сумерки, его увидят доверенные участники. Ждёт он { $time }; о том, что решат, напишу.
community-moved = В Поток пишут доверенные, поэтому ваш пост я перенёс в Сумерки вместе с текстом. Наберёт голоса, и он вернётся в Поток, а вы станете доверенным. Ждёт он { $time }.
community-line-post = { $who }, { $rank }: пост. { $n ->
    [one] Нужен { $n } голос
    [few] Нужно { $n } голоса
   *[other] Нужно { $n } голосов
}, { $support } или { $useful }. Ждёт ещё { $time }.
community-line-comment = { $who }, { $rank }: комментарий. { $n ->
    [one] Нужен { $n } голос
    [few] Нужно { $n } голоса
   *[other] Нужно { $n } голосов
} ({ $support } и { $useful } без { $oppose }). Ждёт ещё { $time }.
community-line-to = К посту: [{ $link }]({ $link })
community-published = Опубликовано: [{ $link }]({ $link })
community-published-there = Вышло в Поток: [{ $link }]({ $link })
community-redrafted = Автор изменил текст. { $n ->
    [0] Голосов ещё не было.
    [one] Голос за прежний текст не считается: { $n }.
   *[other] Голоса за прежний текст не считаются: { $n }.
}
community-redrafted-yours = Текст изменён и в Сумерках. { $n ->
    [0] Голосов ещё не было.
    [one] Голос за прежний текст больше не считается: { $n }.
   *[other] Голоса за прежний текст больше не считаются: { $n }.
}
community-expired = Время вышло: голосов не хватило, и то, что ждало в Сумерках, удалено. Это не навсегда: попробуйте написать иначе.
community-withdrawn = Отозвано: в Сумерках этого больше нет.
community-dropped-silenced = По решению совета то, что ждало в Сумерках, удалено.
community-withdraw-done = Отозвано: текст удалён везде, докуда я дотягиваюсь.
community-text-back = Ваш текст:

community-now-trusted = Поздравляю, вы теперь **доверенный**! Голосов: { $votes }, нужно было { $needed }. Я пригласил вас в Поток, на Площадь, в Сумерки и Совет.
community-now-commenter = Поздравляю, вы теперь **комментатор**! Полезных голосов: { $votes }, нужно было { $needed }. Я пригласил вас в Поток и на Площадь.
community-granted = Ваш пост набрал магическое число: у вас есть { $n ->
    [one] { $n } приглашение
    [few] { $n } приглашения
   *[other] { $n } приглашений
}. Отдать: `!пригласить @имя:сервер`
community-invited = { $by } приглашает вас в общину **{ $name }**: вы теперь комментатор. Я пригласил вас в Поток и на Площадь.
community-invite-done = { $who }: теперь комментатор.

community-quote = «{ $quote }»
community-case = Дело: **{ $who }**, [запись]({ $link }).
    { $quote }
    { $silence } лишить слова на время, { $exclude } исключить. Голос считается вместе с доводом: ответьте в ветке, хотя бы { $min } знаков.
community-case-argue = { $who }, голос ждёт довода. Напишите его здесь, в ветке: хотя бы { $min } { $min ->
    [one] знак
    [few] знака
   *[other] знаков
}.
community-case-voted = Голос с доводом учтён: { $who }.
community-case-unvoted = Голос снят: { $who }.
community-case-silenced = Решено: запись скрыта, автор лишён слова. Снова сможет писать: { $until }. Голосов { $votes }, нужно { $needed }.
community-case-excluded = Решено: автор исключён. Голосов { $votes }, нужно { $needed }.
community-case-closed = Время вышло, дело закрыто.
community-muted-you = Совет скрыл вашу запись и лишил вас слова. Снова сможете писать: { $until }. Голосов { $votes }, нужно было { $needed }. Читать и голосовать можно. Не согласны? `!апелляция текст`
community-excluded-you = Совет исключил вас из общины. Голосов { $votes }, нужно было { $needed }. Не согласны? `!апелляция текст`
community-unmuted = Вы снова можете писать.

community-appeal = Апелляция: **{ $who }**.
    «{ $text }»
    { $support } вернуть, { $oppose } оставить как есть. Голосуем { $time }.
community-appeal-sent = Апелляция у совета. Голосуют { $time }; о том, что решат, напишу.
community-appeal-upheld = Апелляция принята: за { $pro }, против { $against }, нужно было { $needed }.
community-appeal-refused = Апелляция отклонена: за { $pro }, против { $against }, нужно было { $needed }.
community-appeal-upheld-you = Апелляция принята, вы снова с нами: за { $pro }, против { $against }, нужно было { $needed }.
community-appeal-refused-you = Апелляция отклонена: за { $pro }, против { $against }, нужно было { $needed }.
community-supertag = { $who } предлагает супертег **{ $name }**: { $definition }
    Синонимы: { $synonyms }. Согласны? { $support }. Ждём { $time }.
community-supertag-done = Супертег предложен совету.
community-policy = { $who } предлагает изменить правила:
    { $changes }
    Согласны? { $support }. Ждём { $time }.
community-propose-done = Предложение у совета. Голосуют доверенные, кроме вас; сколько голосов нужно, скажет `!почему` ответом на него.
community-propose-alone = Предложение у совета, но голосовать пока некому: за своё не голосуют, а доверенный здесь только вы. Примите в доверенные ещё кого-нибудь.
community-policy-changed = **Правила общины изменены**, теперь их версия { $version }:
    { $changes }
    Все правила: `!правила`
community-proposal-accepted = Принято: голосов { $votes }, нужно { $needed }.
community-proposal-lapsed = Не принято: время вышло, голосов { $votes }, нужно было { $needed }.

community-levels-restored = { $who } меняет уровни прав в комнате. Я вернул их как было.
community-bot-removed = Меня удалили из комнаты общины ({ $room }), это сделал { $who }. Без меня она не работает. Пригласить меня обратно может только администратор сервера.

community-rank-ghost = новичок
community-rank-commenter = комментатор
community-rank-trusted = доверенный
community-rank = **{ $who }**: { $rank }, индекс поддержки { $index }.
community-rank-muted = Без права слова до: { $until }.
community-rank-excluded = Исключён из общины.
community-rank-invitations = Приглашений: { $n }.
community-rank-invited = Приглашение от { $by }.
community-profile-joined = 🏅 Знак вступления: { $at }
community-profile-done = Профиль записан.
community-wallet-added = Кошелёк записан.
community-wallet-removed = Кошелёк убран.
community-wallet-none = Кошельков у вас нет. Добавить: `!кошелёк добавить btc адрес`
community-wallet-line = { $currency }: `{ $address }`
community-thanks-code = { $currency }, { $who }
community-thanks = Поблагодарить { $who }:
community-thanks-none = У { $who } нет кошельков. Доброе слово тоже благодарность.

community-cases = **Открытые дела: { $n }**
community-cases-none = Открытых дел нет.
community-cases-line = { $link ->
    [none] { $who }
   *[there] [{ $who }]({ $link })
}: открыто до { $until }
community-log = **Журнал модерации, всего записей: { $n }**
community-log-none = Журнал пуст: никого не наказывали.
community-log-opened = { $at }: дело открыто, { $who }
community-log-silenced = { $at }: { $who } без права слова до { $until } (голосов { $votes }, нужно { $needed })
community-log-excluded = { $at }: { $who } исключён (голосов { $votes }, нужно { $needed })
community-log-closed = { $at }: дело закрыто по времени, { $who }
community-log-appealed = { $at }: апелляция, { $who }
community-log-upheld = { $at }: апелляция принята, { $who }
community-log-refused = { $at }: апелляция отклонена, { $who }

community-tags = **Супертеги: { $n }**
community-tags-line = **{ $name }**: { $definition }
community-tags-synonyms = Синонимы: { $synonyms }
community-tags-none = Супертегов пока нет. Предложить: `!супертег имя | определение`
community-feed = **Посты по тегам «{ $tags }»: { $n }**
community-feed-line = [{ $text }]({ $link }), { $who }, { $when }
community-feed-none = По тегам «{ $tags }» постов нет.

community-why-waiting = Ждёт голосов до: { $until }.
community-why-published = Опубликовано: { $since }.
community-why-hidden = Скрыто по решению совета.
community-why-withdrawn = Отозвано автором.
community-why-tally = Голоса: { $support }, { $useful }, { $oppose }.
community-why-was-published = Опубликовано по { $rule }: голосов { $votes }, нужно { $needed }. Активных { $x }, магическое число { $magic }, правила версии { $policy }.
community-why-was-promoted = Повысило автора по { $rule }: голосов { $votes }, нужно { $needed }. Активных { $x }, магическое число { $magic }, правила версии { $policy }.
community-why-was-granted = Принесло приглашение по { $rule }: голосов { $votes }, нужно { $needed }. Активных { $x }, магическое число { $magic }, правила версии { $policy }.
community-why-next = До следующего шага по { $rule }: голосов { $votes }, нужно { $needed }. Активных { $x }, магическое число { $magic }, правила версии { $policy }.
community-why-silence = Лишить слова, { $rule }: голосов { $votes }, нужно { $needed }. Активных { $x }, магическое число { $magic }, правила версии { $policy }.
community-why-exclude = Исключить, { $rule }: голосов { $votes }, нужно { $needed }. Активных { $x }, магическое число { $magic }, правила версии { $policy }.
community-why-appeal = Апелляция, { $rule }: за { $votes }, нужно { $needed }. Активных { $x }, магическое число { $magic }, правила версии { $policy }.
community-why-against = Против: { $n }.
community-why-proposal = Предложение, { $rule }: голосов { $votes }, нужно { $needed }. Активных { $x }, магическое число { $magic }, правила версии { $policy }.
community-why-edited = Изменено после публикации: { $at }. Голоса остаются за то, за что отданы.

community-policy-head = **Правила общины { $name }**, версия { $version }. Магическое число сегодня: **{ $n }** (активных доверенных: { $x }).

community-refused = { $text } (правило { $rule })
community-no-service = Так сделать нельзя.
community-no-policy = Такие правила не годятся: { $faults }
community-no-same-policy = Такие правила уже действуют.
community-no-excluded = Вы исключены из этой общины. Попросить пересмотра можно в предбаннике: `!апелляция текст`
community-no-muted = Вы пока лишены слова. Снова сможете писать: { $until }. Не согласны? `!апелляция текст`
community-no-rank = Для этого нужен ранг «{ $needed }», а у вас «{ $rank }».
community-no-pending = У вас уже ждёт { $n } { $n ->
    [one] запись
    [few] записи
   *[other] записей
}, больше { $max } нельзя. Подождите, что решат, или отзовите лишнее: `!отозвать`
community-no-supertags = Супертегов { $n }, а можно не больше { $max }.
community-no-item-exists = Это уже опубликовано.
community-no-unknown = Такого в общине нет (или уже нет).
community-no-thread = Комментировать можно посты Потока и то, что стоит в их ветках.
community-no-hidden = Эта запись скрыта по решению совета.
community-no-withdrawn = Эту запись автор отозвал.
community-no-expired = Время этой записи вышло: { $at }.
community-no-own = За своё не голосуют.
community-no-not-own = Это чужая запись.
community-no-same = Так вы уже проголосовали.
community-no-vote = Такого голоса у вас нет.
community-no-effect = Этот голос уже подействовал и остаётся в счёте.
community-no-late = Снять голос можно было до: { $at }. Он остаётся в счёте.
community-no-argument = Довод коротковат: { $n } { $n ->
    [one] знак
    [few] знака
   *[other] знаков
}, а нужно хотя бы { $min }. Напишите подробнее.
community-no-argue = Ваших голосов без довода здесь нет.
community-no-excluded-already = Этот участник исключён.
community-no-overturned = По этой записи апелляция уже принята, новое дело не открыть.
community-no-exists = Это уже рассматривается.
community-no-closed = Рассмотрение закончено.
community-no-invitation = Приглашений у вас нет. Их приносят посты, набравшие магическое число.
community-no-member = Этот человек уже здесь: { $rank }.
community-no-appeal = Обжаловать нечего: вы можете писать.
community-no-appeal-open = Ваша апелляция уже рассматривается.
community-no-appeal-soon = Следующую апелляцию можно подать: { $from }.
community-no-index = За апелляции голосуют доверенные с положительным индексом поддержки, а у вас { $index }.
community-no-supertag-words = В имени супертега должно быть от 1 до { $max } слов, а здесь { $n }.
community-no-definition = Определение коротковато: { $n } { $n ->
    [one] знак
    [few] знака
   *[other] знаков
}, а нужно хотя бы { $min }.
community-no-supertag-exists = Супертег «{ $name }» уже есть или предложен.
community-no-personal = Так записать нельзя.

community-web-puppet = { $name } · с сайта
community-web-arrived = Здравствуйте, { $name }! Вы в общине новичком: напишите первый пост, его увидят доверенные участники.
community-web-empty = Здесь пока пусто: напишите текст.
community-web-edit-there = Эта запись стоит вашим собственным сообщением, и изменить её можно там же, в Matrix: [{ $link }]({ $link })
community-web-entry = За запись в летописи голосуют реакциями на само сообщение, в комнатах общины.
community-web-invite = Кого пригласить? Нужно полное имя в Matrix, например @boris:example.org
community-web-name = Напишите имя: хотя бы один видимый знак.
community-web-name-stays = Имя аккаунта, заведённого на сайте, не меняется: по нему вас узнают.
community-web-appeal-empty = Напишите, почему решение стоит пересмотреть.
community-web-no-excluded = Вы исключены из этой общины. Попросить пересмотра можно апелляцией.
community-web-no-muted = Вы пока лишены слова. Снова сможете писать: { $until }. Не согласны? Подайте апелляцию.
community-web-no-pending = У вас уже ждёт { $n } { $n ->
    [one] запись
    [few] записи
   *[other] записей
}, больше { $max } нельзя. Подождите, что решат, или отзовите лишнее.
community-web-posted = Опубликовано: пост выходит в Поток.
community-web-commented = Опубликовано: комментарий встаёт в ветку.
community-web-waits = Ушло в Сумерки, это увидят доверенные участники. Ждёт { $time }; о том, что решат, напишу.
community-web-edited = Текст изменён.
community-web-withdrawn = Отозвано: текст удалён везде, докуда я дотягиваюсь.
community-web-voted = Голос учтён.
community-web-unvoted = Голос снят.
community-web-moderated = Голос учтён, довод виден в ветке дела.
community-web-appealed = Апелляция у совета. Голосуют { $time }; о том, что решат, напишу.
community-web-argument = Довод от { $who }: «{ $argument }»
community-web-code = Код для входа на сайт: **{ $code }**
    Кто-то назвал ваше имя и хочет войти на сайт общины. Если это вы, введите код там, где его просят; он действует { $time }. Если не вы, ничего не делайте. Не говорите код никому: с ним войдут вместо вас.
community-web-now-trusted = Поздравляю, вы теперь **доверенный**! Голосов: { $votes }, нужно было { $needed }. Теперь ваши посты выходят сразу, а новичков принимаете и вы.
community-web-now-commenter = Поздравляю, вы теперь **комментатор**! Полезных голосов: { $votes }, нужно было { $needed }. Теперь ваши комментарии выходят сразу, и вы голосуете.
community-web-granted = Ваш пост набрал магическое число: у вас есть { $n ->
    [one] { $n } приглашение
    [few] { $n } приглашения
   *[other] { $n } приглашений
}.
community-web-invited = { $by } приглашает вас в общину **{ $name }**: вы теперь комментатор.
community-web-muted-you = Совет скрыл вашу запись и лишил вас слова. Снова сможете писать: { $until }. Голосов { $votes }, нужно было { $needed }. Читать и голосовать можно. Не согласны? Подайте апелляцию.
community-web-excluded-you = Совет исключил вас из общины. Голосов { $votes }, нужно было { $needed }. Не согласны? Подайте апелляцию.
