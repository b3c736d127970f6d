# Сайт.

site-name = Секта
site-communities = Сообщества
site-no-communities = Здесь пока нет ни одного сообщества.
site-ways = Разделы
site-way-stream = Поток
site-way-top = Лучшее
site-way-tags = Темы
site-way-chronicle = Летопись
site-way-people = Люди
site-way-affairs = Дела
site-way-rules = Правила
site-way-statistics = Цифры
site-way-search = Поиск
site-way-twilight = Сумерки
site-skip = К содержанию
site-aside = О сообществе
site-write = Написать
site-sign-in = Войти
site-sign-up = Завести имя
site-look = Вид
site-look-system = как в системе
site-look-light = светлый
site-look-dark = тёмный
site-foot = Всё опубликованное здесь принадлежит всем: это подписанная открытая запись, и её может проверить и унести с собой каждый.
site-news = Появилось новое: показать
site-moment = { $day }, { $hour }

site-top = Лучшее
site-newest-comments = Новые комментарии
site-empty = Пока ничего нет.
site-older = Раньше
site-read-on = Читать дальше
site-edited = изменено
site-in-chronicle = в летописи,
site-no-words = Без слов
site-comments = { $n ->
    [0] Комментариев нет
    [one] { $n } комментарий
    [few] { $n } комментария
   *[other] { $n } комментариев
 }
site-size-kb = { $n } КБ
site-size-mb = { $n } МБ
site-synonyms = Иначе: { $value }
site-supertags = Главные темы
site-supertags-none = Главных тем ещё не приняли.
site-tags = Метки
site-tags-none = Меток пока нет.
site-propose-supertag = Предложить главную тему
site-supertag-name = Название
site-supertag-definition = Что сюда относится
site-supertag-synonyms = Другие названия, через запятую
site-propose = Предложить

site-magic = Магическое число
site-magic-of = { $n ->
    [one] Активен { $n } доверенный.
    [few] Активны { $n } доверенных.
   *[other] Активны { $n } доверенных.
 }
site-magic-what = Что это?
site-magic-formula = Столько голосов решают: корень из удвоенного числа активных, кто может голосовать, без дробной части.
site-join = Как сюда попасть
site-join-how = Читать может каждый. Чтобы писать, заведите имя здесь или войдите через Matrix. Первые слова увидят доверенные, и если наберётся магическое число голосов, их увидят все.

site-rank-ghost = новичок
site-rank-commenter = комментатор
site-rank-trusted = доверенный
site-muted = Без права слова до { $until }.
site-excluded = Исключён из сообщества.
site-rank = Ранг
site-index = Индекс поддержки
site-posts = Посты
site-comments-of = Комментарии
site-invitations = Приглашения
site-badge-joined = Знак вступления: { $value }
site-rose-by-item = Ранг получен { $day } за написанное
site-rose-by-invitation = Ранг получен { $day } по приглашению
site-invited-by = Пригласил
site-guests = Кого пригласил
site-thanks = Поблагодарить
site-thank-in = Спасибо: { $value }
site-qr = QR-код кошелька { $value }
site-invite = Пригласить
site-describe = Рассказать о себе
site-written = Написано
site-trusted-count = { $n ->
    [one] { $n } доверенный
    [few] { $n } доверенных
   *[other] { $n } доверенных
 }
site-commenters-count = { $n ->
    [one] { $n } комментатор
    [few] { $n } комментатора
   *[other] { $n } комментаторов
 }
site-tree = Кто кого пригласил
site-tree-empty = Пока никто никого не приглашал.
site-tree-cut = Показано начало дерева.

site-vote-support = поддерживаю
site-vote-useful = полезно
site-vote-oppose = не согласен
site-vote-none = снять голос
site-vote-for = За
site-vote-against = Против
site-your-comment = Ваш комментарий
site-markdown = Можно Markdown: `**жирный**`, `*курсив*`, `код`, `> цитата`, `[ссылка](https://…)`. Метки пишутся как `#метка`.
site-send = Отправить
site-preview = Посмотреть
site-answer = Ответить
site-edit = Изменить
site-withdraw = Забрать
site-withdraw-sure = Слова исчезнут отовсюду, куда мы дотянемся. То, что ими решено, останется.
site-moderate = Пожаловаться
site-measure = Чего вы просите
site-measure-silence = лишить слова
site-measure-exclude = исключить из сообщества
site-argument = Довод (его увидят все)
site-moderate-send = Проголосовать
site-whole-thread = Всё обсуждение
site-in-matrix = В Matrix
site-has-case = Есть дело
site-why = Почему так
site-order = Порядок
site-order-time = по времени
site-order-index = по поддержке
site-order-questions = вопросы без ответа
site-comments-before = Предыдущие комментарии
site-comments-after = Следующие комментарии
site-branch = { $n ->
    [one] ветка, { $n } ответ
    [few] ветка, { $n } ответа
   *[other] ветка, { $n } ответов
 }
site-fold = Свернуть или развернуть
site-answers = В ответ на другой комментарий
site-ghost-comments = Комментарий новичка сначала увидят доверенные.
site-sign-in-to-comment = Войдите, чтобы ответить
site-withdrawn = Автор забрал свои слова.
site-hidden = Скрыто по решению сообщества.
site-withheld-here = Здесь это не показывают по требованию закона вашей страны.
site-words-withheld = Слова забраны.

site-why-numbers = Голосов { $votes }, нужно { $needed }: активных { $x }, магическое число { $magic } ({ $rule }, версия правил { $policy }).
site-why-published = Вышло в Поток { $at }.
site-why-promoted = Автор получил ранг { $at }.
site-why-granted = Автор получил приглашение { $at }.
site-why-next-post = До приглашения автору:
site-why-next-comment = До ранга автору:

site-entry = Летопись, запись { $n }
site-chronicle-empty = В летопись ещё ничего не вносили.
site-entered = внесено
site-entry-gone = Автор забрал эти слова. Номер и место в журнале остались.
site-entry-item = К посту
site-proof = Доказательство
site-record = запись
site-chronicle-how = Летопись нельзя переписать незаметно: каждая запись стоит в открытом журнале, и доказательство проверяет любой, даже без сети: `secta chronicle verify`.
site-checkpoint = Контрольная точка
site-log-key = Ключ журнала

site-cases = Открытые дела
site-cases-none = Открытых дел нет.
site-appeals = Апелляции
site-appeals-none = Открытых апелляций нет.
site-proposals = Предложения
site-proposals-none = Открытых предложений нет.
site-until = до { $value }
site-case-votes = Дело: лишить слова { $silence }, исключить { $exclude }
site-appeal-votes = Апелляция: за { $for }, против { $against }
site-proposal-supertag = Главная тема «{ $value }»
site-proposal-policy = Изменение правил
site-proposal-entry = Запись в летопись
site-your-appeal = Ваша апелляция
site-appeal = Подать апелляцию
site-case-of = Дело: { $who }
site-appeal-of = Апелляция: { $who }
site-opened-by = Открыто по просьбе
site-case-closed = закрыто
site-case-against = Дело о словах, которые написал
site-case-item = Слова
site-case-waiting = Слова ещё не опубликованы.
site-overturned = Апелляция отменила решение.
site-case-muted = Без права слова до { $value }
site-case-excluded = Исключён
site-take-back-silence = Снять голос за лишение слова
site-take-back-exclude = Снять голос за исключение
site-arguments = Доводы
site-said-silence = лишить слова
site-said-exclude = исключить
site-said-appeal = апелляция
site-said = сказано
site-upheld = принята
site-refused = отклонена
site-accepted = принято
site-lapsed = не набрало голосов
site-appeal-case = Дело, о котором речь
site-for = За
site-against = Против
site-log = Журнал модерации
site-log-none = Журнал пуст: никого не наказывали.
site-log-opened = открыто дело
site-log-silenced = без права слова до { $until }
site-log-excluded = исключён из сообщества
site-log-closed = дело закрыто по времени
site-log-appealed = подана апелляция
site-log-upheld = апелляция принята
site-log-refused = апелляция отклонена

site-policy-version = Версия { $n }
site-principles = Принципы
site-rules-in-words = Как всё устроено
site-fields = Все поля

site-chart-active = Активные участники за тридцать дней
site-chart-votes = Голоса за день
site-chart-written = Посты и комментарии за день
site-chart-magic = Магическое число
site-last-days = Последние дни
site-day = День
site-votes = Голоса
site-active = Активные
site-active-trusted = Из них доверенные

site-nothing = Здесь ничего нет
site-missing = Такой страницы нет: может быть, её забрали или её никогда не было.
site-malformed = Форма устарела или отправлена не отсюда. Вернитесь и попробуйте ещё раз: написанное осталось в вашем браузере.
site-form-too-large = Такая форма слишком велика: не больше { $kb } КБ. Ничего не отправлено и ничего не пропало: вернитесь в браузере назад, ваш текст стоит там, и сократите его или разделите на части.
site-file-too-large = Этот файл больше { $mb } МБ, и сайт его не передаёт. Он есть в комнате сообщества в Matrix.
site-stranger = Сначала войдите.
site-away = Сейчас это показать нельзя. Попробуйте через минуту.
site-on = Дальше
site-kept = Ваш текст не пропал
site-unlawful = Недоступно по требованию закона
site-unlawful-where = Этот узел не показывает страницу в странах: { $value }. Остальным она видна, комнаты и записи сообщества не тронуты.
site-unlawful-by = Требует:
site-unlawful-how = Как прочитать всё равно
site-unlawful-vpn = через VPN или Tor
site-unlawful-matrix = в комнатах сообщества в Matrix и на других узлах, которые хранят ту же запись
site-withheld = Что скрыто по закону
site-withheld-about = Здесь всё, что этот узел не показывает в отдельных странах, и кто этого потребовал.
site-withheld-none = Ничего не скрыто.

site-slow = Принято
site-slow-why = Форма записана и будет исполнена, как только дойдёт очередь. Отправлять её ещё раз не нужно.
site-refused-title = Так нельзя
site-waits = Отправлено
site-change-text = Изменить текст
site-text = Текст
site-looks-so = Будет выглядеть так
site-supertags-are = Главные темы: { $value }.
site-first-words = Слова новичка сначала увидят доверенные. Если наберётся магическое число голосов, их увидят все.

site-community = Сообщество
site-by-matrix = Через Matrix
site-by-matrix-how = Если у вас есть предбанник в этом сообществе, бот пришлёт туда код.
site-matrix-id = Ваш Matrix ID
site-send-code = Прислать код
site-code-sent = Если такой участник есть, бот прислал ему код в предбанник. Код действует десять минут.
site-code = Код
site-code-wrong = Код не подошёл или устарел.
site-enter = Войти
site-by-phrase = По фразе
site-phrase = Фраза восстановления
site-by-passkey = По ключу доступа
site-by-passkey-how = Ключ доступа хранит ваше устройство: телефон, ноутбук или брелок. Нужны скрипты в браузере.
site-use-passkey = Войти по ключу доступа
site-passkey-failed = Не получилось. Попробуйте ещё раз или войдите иначе.
site-no-name-yet = Ещё нет имени?
site-have-name = Имя уже есть? Войти
site-sign-up-how = Нужно только имя. Ни почты, ни телефона мы не спрашиваем.
site-name-wanted = Имя, под которым вас увидят
site-name-length = В имени должно быть от двух до сорока знаков.
site-name-characters = В имени могут быть буквы, цифры, пробелы и простые знаки.
site-name-taken = Такое имя, или очень похожее, уже занято.
site-make = Завести
site-welcome = Добро пожаловать
site-phrase-keep = Вот ваша фраза восстановления. **Запишите её**: она показана один раз, и без неё, если потеряются браузер и ключ доступа, войти не сможет никто.
site-account-is = Ваш адрес: { $value }
site-kept-it = Фраза записана, дальше
site-too-often = Слишком много попыток. Попробуйте через { $n ->
    [one] { $n } минуту
    [few] { $n } минуты
   *[other] { $n } минут
 }.
site-not-in = Войти не получилось: не подошло или устарело. Попробуйте ещё раз.

site-me = Вы
site-my-page = ваша страница
site-told = Вам сказали
site-mine-waiting = Ваше ждёт решения
site-name-shown = Имя
site-about = О себе
site-keep = Сохранить
site-remove = Убрать
site-wallets = Кошельки
site-wallets-how = Кто захочет сказать спасибо, увидит адрес и QR-код. Адрес виден всем и навсегда.
site-passkey = Ключ доступа
site-add-passkey = Добавить ключ доступа
site-sessions = Где вы вошли
site-agent-unknown = неизвестный браузер
site-this-session = здесь и сейчас
site-end-session = Завершить
site-sign-out = Выйти
site-sign-out-all = Выйти везде
site-twilight-about = Это видят только доверенные. Что не наберёт голосов за свой срок, исчезнет без следа.
site-twilight-empty = Никто ничего не ждёт.
site-comment-to = комментарий к посту

site-search-what = Что найти
site-search-find = Найти
site-search-how = Как спрашивать
site-search-filters = Слова ищутся во всех формах. «Слова в кавычках» стоят рядом, -слова быть не должно. Можно уточнить: от:имя, в:комната, после:2026-01-31, до:2026-02-28, тег:слово, тип:пост, тип:комментарий, тип:файл, тип:ссылка, тип:страница. Находится только то, что вы и так можете прочитать.
site-search-total = { $n ->
    [0] Ничего не нашлось.
    [one] Нашлось { $n } сообщение
    [few] Нашлось { $n } сообщения
   *[other] Нашлось { $n } сообщений
 }
site-search-pages = Страницы вики
site-search-pages-all = Все страницы: { $n }
site-search-only-pages = тип:страница
site-search-instead = Искали так: { $value }
site-search-open = На страницу
site-search-before = Назад
site-search-more = Дальше

site-api-missing = Здесь ничего нет: может быть, взято назад, а может, и не было.
site-api-malformed = Запрос составлен не так, как описано в /api/v1/openapi.json.
site-api-too-large = Слишком велико: не больше { $kb } КБ. Ничего не сделано.
site-api-wrong = Код или фраза не подходит, или код устарел.
site-api-too-often = Слишком много попыток. Попробуйте через { $seconds } с.
site-api-unkeyed = Нужен заголовок Idempotency-Key: имя, под которым это делается один раз.
site-api-not-yet = Принято, но ещё не сделано. Спросите ещё раз с тем же Idempotency-Key.
site-api-rank = Закрытые пространства — для комментаторов и доверенных.
site-api-no-entry = Это не запись закрытого пространства: { $reason }
site-api-no-member = Запись подписана не участником этого пространства: { $reason }
site-api-stale = До этой записи пришли другие, сначала прочитайте их: { $reason }
site-api-full = В этом пространстве больше нет места: предел — 256 МБ.
site-api-too-many = Больше закрытых пространств завести нельзя: предел — 20 на учётную запись.

site-feed-about = Что пишут в сообществе «{ $value }»

site-way-wiki = Вики
site-wiki-ways = Страница
site-wiki-more = Ещё
site-wiki-way-read = Читать
site-wiki-way-edit = Править
site-wiki-way-history = История
site-wiki-way-links = Ссылки сюда
site-wiki-way-rename = Переименовать
site-wiki-way-delete = Удалить
site-wiki-way-protect = Защитить
site-wiki-way-upload = Новая версия файла
site-wiki-welcome = Здесь община пишет то, что хочет помнить: страницы, которые правят вместе. Ничего не пропадает: у каждой страницы есть история, и любую правку можно вернуть.
site-wiki-main = Главная
site-wiki-main-page = Открыть главную страницу
site-wiki-begin-main = Начать главную страницу
site-wiki-aside = По вики
site-wiki-go = Открыть или начать страницу
site-wiki-title = Название
site-wiki-open = Открыть
site-wiki-lists = Списки
site-wiki-none = Здесь пока никто ничего не написал.
site-wiki-all-changes = Все правки
site-wiki-on = Дальше

site-wiki-changes = Последние правки
site-wiki-pages = Все страницы
site-wiki-pages-about = Всё, что написано, по алфавиту.
site-wiki-categories = Категории
site-wiki-categories-about = Категории, в которых есть страницы.
site-wiki-files = Файлы
site-wiki-files-about = Картинки и другие файлы.
site-wiki-wanted = Ненаписанные
site-wiki-wanted-about = На эти страницы ссылаются, но их ещё никто не написал.
site-wiki-orphans = Одинокие
site-wiki-orphans-about = На эти страницы никто не ссылается.
site-wiki-contested = С конфликтами
site-wiki-contested-about = Здесь правки разошлись и ждут, чтобы кто-то их свёл.
site-wiki-linked = { $n ->
    [one] { $n } ссылка
    [few] { $n } ссылки
   *[other] { $n } ссылок
 }

site-wiki-contents = Содержание
site-wiki-edit-section = править
site-wiki-footnotes = Сноски
site-wiki-footnote-back = Назад к тексту
site-wiki-embed-loop = Эта страница уже показана выше.
site-wiki-embed-deep = Страницы вложены слишком глубоко.
site-wiki-embed-many = Вложенных страниц слишком много, дальше они не показаны.
site-wiki-section-missing = Такого раздела на той странице нет.
site-wiki-too-long = Страница слишком длинная, конец не показан.
site-wiki-missing = Такой страницы ещё нет.
site-wiki-begin = Написать
site-wiki-sign-in = Войдите, чтобы написать её
site-wiki-alike = Есть страница с похожим названием:
site-wiki-in-category = Страницы в категории
site-wiki-from = Вас привело сюда прежнее название:
site-wiki-moved-note = Страница переехала:
site-wiki-deleted-note = Страницу удалили. Её история осталась.
site-wiki-hidden-note = Автор забрал эти слова.
site-wiki-conflicts = { $n ->
    [one] В тексте { $n } место, где правки разошлись: оставлены обе.
    [few] В тексте { $n } места, где правки разошлись: оставлены обе.
   *[other] В тексте { $n } мест, где правки разошлись: оставлены обе.
 }
site-wiki-contested-note = Страницу изменили по-разному, и эти правки не сливаются сами.
site-wiki-resolve = Свести правки
site-wiki-saved-merged = Сохранено. Пока вы писали, страницу изменил кто-то ещё: правки слиты.
site-wiki-saved-conflict = Сохранено. Пока вы писали, страницу изменил кто-то ещё, и правки разошлись.
site-wiki-changed-by = Изменено:
site-wiki-revisions = { $n ->
    [one] { $n } версия
    [few] { $n } версии
   *[other] { $n } версий
 }
site-wiki-rank = Кто правит: { $value } и выше.
site-wiki-rank-own = Страница защищена. Кто правит: { $value } и выше.
site-wiki-discussion = Обсуждение
site-wiki-discuss = Начать обсуждение
site-wiki-watch = Следить
site-wiki-unwatch = Не следить
site-wiki-links-of = Ссылки на «{ $value }»
site-wiki-links-none = Сюда никто не ссылается.

site-wiki-history-of = История «{ $value }»
site-wiki-compare = Сравнить отмеченные
site-wiki-from-version = Сравнить от версии { $value }
site-wiki-to-version = Сравнить до версии { $value }
site-wiki-difference = Разница
site-wiki-bytes = байт больше или меньше
site-wiki-did-move = название изменено
site-wiki-did-delete = удалено
site-wiki-did-file = файл
site-wiki-did-hide = слова забраны
site-wiki-revert = Вернуть эту версию
site-wiki-reverted = Возвращена версия { $at }
site-wiki-hide = Забрать свои слова
site-wiki-hide-sure = Слова этой версии исчезнут отовсюду, куда мы дотянемся. Её место в истории останется.
site-wiki-old-note = Так страница выглядела раньше.
site-wiki-current = Нынешняя версия
site-wiki-since = Что изменилось с тех пор
site-wiki-diff-of = Разница: { $value }
site-wiki-before = Было
site-wiki-after = Стало
site-wiki-nothing-before = ничего
site-wiki-now = сейчас
site-wiki-no-difference = Текст не изменился.

site-wiki-edit-of = Правка: { $value }
site-wiki-new-of = Новая страница: { $value }
site-wiki-locked = Эту страницу правит { $value } или выше. Текст можно прочитать и унести.
site-wiki-moved-on = Пока форма была открыта, страницу изменил кто-то ещё. Сохраняйте спокойно: правки сольются.
site-wiki-markdown = Можно Markdown: `# заголовок`, `**жирный**`, `*курсив*`, `[[Страница]]`, `[[Страница|слова]]`, `![[картинка.png]]`, `[[Категория:Название]]`.
site-wiki-limit = Не больше { $size }.
site-wiki-comment = Что изменилось, в двух словах
site-wiki-public = Правка видна всем и навсегда останется в истории под вашим именем.
site-wiki-save = Сохранить
site-wiki-cancel = Не сохранять
site-wiki-draft-keep = Отложить черновик
site-wiki-draft-throw = Выбросить
site-wiki-draft-of = Это ваш черновик, отложен { $at }. Кроме вас, его никто не видит.
site-wiki-draft-part = Здесь один раздел, а не вся страница.
site-wiki-draft-moved-on = С тех пор страницу изменил кто-то ещё. Сохраняйте спокойно: правки сольются.
site-wiki-draft-without = Открыть страницу без черновика
site-wiki-draft-beside = У вас есть черновик этой страницы, отложен { $at }. Если отложить новый, он займёт место прежнего.
site-wiki-draft-open = Открыть черновик
site-wiki-draft-gone = Черновиков бывает не больше 50. Этот отложен, а самый старый, «{ $value }», пропал. Вот его текст.
site-wiki-draft-thrown = Черновик выброшен
site-wiki-draft-thrown-about = Вот его текст, если он ещё нужен.
site-wiki-drafts = Черновики вики
site-wiki-drafts-mine = Мои черновики: { $n }
site-wiki-text-long = Текст слишком длинный: { $size }, а можно { $most }. Сократите его или разделите на страницы.
site-wiki-comment-long = Описание слишком длинное. Сократите его.
site-wiki-section-gone = Этого раздела уже нет. Скопируйте свой текст и откройте правку всей страницы.
site-wiki-same = Текст не изменился, сохранять нечего.
site-wiki-title-empty = Название пустое.
site-wiki-title-long = В названии { $n ->
    [one] { $n } знак
    [few] { $n } знака
   *[other] { $n } знаков
 }, а можно не больше { $most }.
site-wiki-title-character = В названии нельзя писать { $value }
site-wiki-title-invisible = В названии есть невидимый знак.
site-wiki-title-part = Между косыми чертами нужно имя, а там «{ $value }».
site-wiki-title-mixed = В слове «{ $value }» смешаны буквы разных алфавитов.
site-wiki-title-prefix = Название начинается со служебного слова.
site-wiki-rename-of = Переименовать «{ $value }»
site-wiki-rename-about = Ссылки на страницу изменятся сами, а прежнее название приведёт к новому.
site-wiki-new-title = Новое название
site-wiki-same-title = Название осталось прежним.
site-wiki-delete-of = Удалить «{ $value }»
site-wiki-delete-about = Страницы не станет, но история останется, и любой, кто правит, сможет её вернуть.
site-wiki-protect-of = Защитить «{ $value }»
site-wiki-protect-about = Выберите, кто может править эту страницу.
site-wiki-who-edits = Кто правит
site-wiki-rank-policy = как в правилах
site-wiki-may-not = Ваш ранг этого не позволяет.

site-wiki-resolve-of = Свести правки: { $value }
site-wiki-resolve-about = Эти правки сделаны одновременно. Выберите, что оставить: решение станет новой версией, а прежние останутся в истории.
site-wiki-no-conflicts = Правки не расходятся, сводить нечего.
site-wiki-place = Место { $n }
site-wiki-ours = Одна правка
site-wiki-theirs = Другая правка
site-wiki-base = Как было раньше
site-wiki-take-ours = первую
site-wiki-take-theirs = вторую
site-wiki-take-both = обе
site-wiki-settle = Сохранить так
site-wiki-settle-edit = Поправить перед сохранением
site-wiki-whole-text = Весь текст с пометками
site-wiki-resolved = Правки сведены
site-wiki-heads = Что есть
site-wiki-keep-this = Оставить это

site-wiki-upload = Загрузить файл
site-wiki-upload-about = Не больше 10 МБ. Файл увидят все.
site-wiki-upload-send = Загрузить
site-wiki-file = Файл
site-wiki-file-title = Название файла; пустое значит имя самого файла
site-wiki-file-about = Описание
site-wiki-file-none = Файл не выбран или пуст.
site-wiki-file-large = Файл больше 10 МБ.
site-wiki-file-there = Файл с таким названием уже есть. Дайте другое название или загрузите новую версию с его страницы.
site-wiki-download = Скачать
site-wiki-versions = Версии
