# Настройки
config-unreadable = не читается { $path }: { $reason }
config-syntax = строка { $line }: это не TOML: { $reason }
config-unknown = строка { $line }: неизвестное поле `{ $name }`
config-unknown-variable = неизвестная переменная окружения { $name }
config-near = похоже на `{ $near }`
config-value = строка { $line }: поле `{ $field }`: { $reason }
config-variable = переменная окружения: { $reason }
config-missing = не задано поле `{ $field }` (или переменная { $variable })
config-not-http-url = нужен адрес вида http://… или https://…
config-not-header = это не имя заголовка HTTP
config-not-server-name = нужно имя сервера вида example.org или example.org:8448, без https://
config-not-localpart = можно строчные латинские буквы, цифры и знаки . _ = - / +
config-not-id = можно латинские буквы, цифры и знаки . _ -
config-not-token = нужно не меньше 16 печатных латинских знаков без пробелов
config-not-database-url = нужно sqlite:файл или postgres://пользователь:пароль@узел/база
config-not-log-filter = нужен уровень (info) или части вида target=level через запятую
config-not-time-zone = нужен часовой пояс, например Europe/Moscow
config-not-room-id = нужен идентификатор комнаты, он начинается с !
config-not-vault-remote = нужен адрес хранилища Git, в котором есть {"{"}vault{"}"}, без пробелов
config-not-mxc = нужен адрес вида mxc://…
config-not-positive = нужно число больше нуля
config-not-witness = нужны адрес и ключ свидетеля через пробел, например https://example.net/_secta/v1/witness example.net/witness+e4bc0d3f+BG…; ключ печатает `secta chronicle key`
config-not-distinct-witnesses = один и тот же ключ свидетеля стоит дважды
config-not-log-key = нужен ключ журнала вида example.net/chronicle/…+e4bc0d3f+AW…; его печатает `secta chronicle key`
config-not-invite = нужно "own_server", "anyone" или список серверов и пользователей
config-not-address = нужен адрес вида 127.0.0.1:29333

# Всё вместе
cli-failed = Ошибка: { $reason }

# secta init
init-homeserver-url = Адрес домашнего сервера, каким его видит secta
init-server-name = Имя домашнего сервера (то, что после двоеточия в @alice:example.org)
init-listen = На каком адресе принимать события
init-url = Каким этот адрес видит домашний сервер
init-database = База данных
init-bot = Имя пользователя для бота
init-tell = скажите { $flag }
init-exists = { $path } уже есть; --force перезапишет с новыми ключами доступа
init-done =
    Записано:
      { $config }
      { $registration }

    Что дальше:
    1. Сохраните фразу восстановления ключей бота отдельно от этой машины:
         { $recovery }
    2. Скажите домашнему серверу о secta и перезапустите его.
       Synapse, homeserver.yaml:
         app_service_config_files:
           - { $registration }
       Dendrite, dendrite.yaml:
         app_service_api:
           config_files:
             - { $registration }
       (домашний сервер должен иметь право читать этот файл)
    3. Проверьте:   secta check --config { $config }
    4. Запустите:   secta run --config { $config }

# secta community
node-silent =
    узел не отвечает по адресу { $address }.
    Запустите его (`secta run`) и повторите; если он работает с другим operating.listen, дайте его настройки: --config FILE
node-refused = узел ({ $address }) не принял просьбу: { $status } { $text }
community-off = в настройках выключен бот community (bots.enabled)
community-not-an-id = { $founder } не похоже на имя Matrix; нужно вида @anna:{ $server }
community-own-user = { $founder } принадлежит самой службе; основать общину может только человек
community-other-server = { $founder } с другого сервера; командой можно основать общину для участника { $server }, остальным открыт чат с ботом
community-name = имя общины должно быть непустым и не длиннее { $max } знаков
community-no-account = на домашнем сервере нет пользователя { $founder }
community-taken = община «{ $name }» на этом узле уже есть, её основал кто-то другой; выберите другое имя
community-refused =
    домашний сервер отказался делать комнаты общины «{ $name }»:
    { $rooms }
    Устраните причину и повторите команду: недостающие комнаты будут запрошены снова
community-asked = Просьба об общине «{ $name }» записана и не потеряется, но комнаты ещё не готовы. Когда будут, { $founder } получит приглашение. Повторите команду, чтобы узнать ссылку.
community-ready =
    Община «{ $name }» готова: { $link }
    { $founder } приглашён(а) в пространство и в предбанник; первый пост оттуда сделает его доверенным участником.
    Идентификатор: { $id }

# secta demo
demo-missing =
    Не хватает:
    { $lines }
demo-missing-line = {"  "}{ $what }: { $install }
demo-port-taken = порт { $port } занят другой программой; выберите другие порты: --port-base N
demo-already-runs = в папке { $folder } demo уже запущено
demo-venv = Готовлю виртуальное окружение Python…
demo-pip = Ставлю Synapse { $version } из PyPI (обычно меньше минуты)…
demo-go = Собираю Dendrite { $version } (несколько минут)…
demo-seconds = прошло { $seconds } с
demo-step-failed =
    не получилось: { $step }
    { $tail }
    весь вывод: { $log }
demo-starting = Запускаю { $title } и secta…
demo-not-up =
    { $title }: нет ответа. Конец журнала { $log }:
    { $tail }
demo-died-at-start =
    { $title }: программа завершилась при запуске. Конец журнала { $log }:
    { $tail }
demo-died = { $title }: { $how }; запускаю снова (пауза { $seconds } с)
demo-restarted = { $title }: снова работает
demo-people-come = Приходят жители…
demo-people-write = Пишут, голосуют, спорят…
demo-stuck = { $who }: за минуту не случилось ожидаемое ({ $what }); посмотрите secta.log и homeserver.log. Следующий запуск продолжит с этого места
demo-not-founded = община не основана; посмотрите secta.log и homeserver.log
demo-stopping = Останавливаю…
demo-ready =
    Готово. Откройте Element (или другой клиент Matrix), выберите сервер
    {"  "}{ $homeserver }
    и войдите одной из учётных записей общины «Чайный двор» (пароль справа).

      Доверенные:
    { $trusted }
        В «Сумерках» ждёт пост Глеба: поставьте 👍, и он станет доверенным.
        В «Совете» открыто дело: поставьте под ним 🔇 и ответьте в ветке, почему.
      Комментаторы:
    { $commenters }
        В «Потоке» ответьте на пост в ветке, отметьте его 👍 или 💡.
      Новички:
    { $ghosts }
        В «Предбаннике» напишите:  !пост Привет, я новый сосед
        Голоса доверенных выведут его в «Поток».

    Ещё: на «Площади»  !голосуем Чай? | да | нет ; где угодно  !помощь  и  !правила ;
    !найди травы  в «Совете» и в «Предбаннике»: кому что открыто, тот то и найдёт;
    !запомни  в ответ на сообщение: заметка ляжет в (Git, Obsidian)
    { $vault } ;
    у «Летописи» есть журнал, который проверит любой (secta chronicle):
    { $log } ;
    сайт общины, для всех и без Matrix:
    { $site } ;
    личный разговор с { $bot } будет зашифрован. Убейте любой из процессов (pids
    в demo.json): он вернётся, и ничего не потеряется.

    Всё лежит в { $folder }. Остановить: Ctrl-C. Начать заново: --reset.

replay-equal = Совпадает: повторено строк — { $rows }, сверено значений, действий, таймеров и отложенных входов — { $compared }.
replay-differs = РАСХОДИТСЯ: повторено строк — { $rows }, сверено значений, действий, таймеров и отложенных входов — { $compared }. Сообщите об этом, пожалуйста:

# secta export
export-done = { $path } записан; записей: { $records }, общин: { $communities }
export-unknown = узел не ведёт общину { $community }

# secta verify
verify-community = { $name } (община { $id })
verify-chain = журнал { $log } узла { $node }: записей { $records }, последняя — номер { $seq }, { $id }
verify-chain-broken = цел только до номера { $followed }: решения ниже — до этого места
verify-kinds = действия: { $kinds }
verify-withheld = без тела (взято назад): { $count }
verify-trusted = доверенные: { $count }
verify-commenters = комментаторы: { $count }
verify-ghosts = призраки: { $count }
verify-account = { $account }: { $standing }; индекс поддержки { $index }, приглашений { $invitations }
verify-active = действует
verify-muted = лишён слова до { $until }
verify-excluded = исключён
verify-cases = дела: открыто { $open }, окончено { $decided }
verify-case = { $id } о { $account }, открыл { $by } { $date }
verify-case-silenced = лишён слова до { $until }: голосов { $votes } из { $threshold } (x = { $x })
verify-case-silence = за лишение слова: голосов { $votes } из { $threshold } (x = { $x })
verify-case-excluded = исключён: голосов { $votes } из { $threshold } (x = { $x })
verify-case-exclude = за исключение: голосов { $votes } из { $threshold } (x = { $x })
verify-case-closed = закрыто { $date }
verify-case-overturned = отменено апелляцией
verify-appeals = апелляции: открыто { $open }, решено { $decided }
verify-appeal = { $id } от { $account }, { $date }: { $verdict }; за { $votes }, против { $against }, нужно { $threshold }
verify-appeal-open = открыта
verify-appeal-upheld = удовлетворена
verify-appeal-refused = отклонена
verify-supertags = супертеги: { $names }
verify-state = хеш состояния: { $hash }
verify-fault = ✗ строка { $line }: { $what }
verify-fault-place = номер { $seq } журнала { $log } общины { $community }
verify-fault-record = запись { $id }
verify-more-faults = ✗ и ещё: { $count }
verify-flaw-cut-short = у строки нет конца
verify-flaw-line = это не запись или не то, что было подписано: { $reason }
verify-flaw-node = неверна подпись узла
verify-flaw-author = неверна подпись автора
verify-flaw-unknown = её община не основана в строках выше
verify-flaw-foreign = она стоит в журнале правил, а его ведёт другой узел: { $reason }
verify-flaw-missing = перед этой строкой нет номеров с { $from } по { $to }
verify-flaw-reordered = не на своём месте: ожидался номер { $reason }
verify-flaw-repeated = повтор: та же запись стоит в строке выше
verify-flaw-chain = она не продолжает свою цепочку: { $reason }
verify-flaw-body = тело не того вида: { $reason }
verify-flaw-unlawful = правила её не оправдывают: { $reason }
verify-node-same = ✓ { $name }: у узла те же записи и то же состояние
verify-node-ahead = ✓ { $name }: узел впереди на { $records } записей; прежние совпадают, и с новыми совпадает состояние
verify-node-only = – { $name }: есть только у узла (община { $community })
verify-node-unknown = ✗ { $name }: узел не знает общину { $community }
verify-node-not-whole = ✗ { $name }: не сверено с узлом, потому что здесь она не цела
verify-node-behind = ✗ { $name }: у узла нет последних записей: { $records }
verify-node-other-record = ✗ { $name }: у узла другая история, без записи { $id } (номер { $seq })
verify-node-tail = ✗ { $name }: неверно то, что есть только у узла
verify-node-state = ✗ { $name }: записи совпадают, состояние у узла другое
verify-node-line = строка { $number } состояния: здесь «{ $ours }», там «{ $theirs }»
verify-good = ВЕРНО: строк { $lines }; каждая подпись, цепочка и решение верны.
verify-differs = РАСХОДИТСЯ: строк { $lines }, без ошибок, но у узла другое.
verify-faulty = НЕВЕРНО: строк { $lines }, ошибок { $faults }.

# secta chronicle
chronicle-proven = ДОКАЗАНО: эта запись стоит под номером { $index } (считая с 0) из { $size } в журнале { $origin }
chronicle-proven-community = община: { $community }
chronicle-proven-record = запись: { $record }
chronicle-proven-author = внёс: { $author }
chronicle-proven-date = внесено: { $date }
chronicle-proven-node = подписал узел: { $node }
chronicle-withheld = слова изъяты; доказано, что они были внесены, — по их хешу
chronicle-said = { $author }, { $date }:
chronicle-said-line = │ { $line }
chronicle-body = тело: { $body }
chronicle-witness = заверил { $name }, { $date }
chronicle-no-witnesses = свидетели не названы (--witness): ручается один журнал
chronicle-not-proven = НЕ ДОКАЗАНО: { $reason }
chronicle-wrong-form = файл не доказательство: { $reason }
chronicle-wrong-no-record = рядом с доказательством нет записи: дайте её через --entry
chronicle-wrong-record = доказывать нечего, это не запись: { $reason }
chronicle-wrong-body = слова записи не те, что были подписаны
chronicle-wrong-node = подпись узла под записью неверна
chronicle-wrong-author = подпись автора под записью неверна
chronicle-wrong-kind = это не запись летописи, а запись вида { $kind }
chronicle-wrong-community = запись из общины { $record }, а журнал { $log } не её
chronicle-wrong-checkpoint = контрольная точка в доказательстве: { $reason }
chronicle-wrong-witnesses = заверивших свидетелей { $found }, а нужно { $required }
chronicle-wrong-entry = записи нет там, где говорит доказательство: хеши не ведут от неё к корню контрольной точки
chronicle-wrong-own = контрольная точка из --checkpoint: { $reason }
chronicle-wrong-size = доказательство для журнала из { $found } записей, а контрольная точка из --checkpoint — для { $own }: возьмите доказательство к той же точке
chronicle-wrong-split = раздвоение: журнал подписал два разных дерева из { $size } записей, одно в доказательстве, другое в --checkpoint. Сохраните оба файла: вместе они его изобличают
chronicle-checkpoint-origin = она журнала { $found }, а не { $expected }
chronicle-checkpoint-unsigned = она не подписана этим ключом
chronicle-checkpoint-forged = подпись { $name } неверна
chronicle-checkpoint-form = это не подписанная контрольная точка
chronicle-audit-good = ВЕРНО: в журнале { $origin } записей { $size }, корень { $root }; к нему ведут все записи и все хеши
chronicle-audit-bad = НЕВЕРНО: { $reason }
chronicle-audit-unread = не читается: { $reason }
chronicle-audit-missing = нет файла { $path }
chronicle-audit-checkpoint = контрольная точка: { $reason }
chronicle-audit-cosigned = последняя заверенная контрольная точка — другого дерева, не этого журнала
chronicle-audit-unknown = под контрольной точкой подпись неизвестного ключа: назовите через --witness всех свидетелей или ни одного
chronicle-audit-large = журнал из { $size } записей слишком велик
chronicle-audit-root = записи не ведут к корню, который обещает контрольная точка
chronicle-audit-wrong = { $path } неверен, начиная с байта { $offset }
chronicle-audit-foreign = { $path } — не файл журнала
chronicle-follow-seen = виденное раньше (--seen) — не контрольная точка этого журнала: { $reason }
chronicle-follow-rewound = журнал откатили: записей было { $seen }, стало { $found }
chronicle-follow-split = раздвоение: журнал из { $found } записей не начинается с тех { $seen }, что были видны. Сохраните файл --seen и контрольную точку журнала: вместе они его изобличают
chronicle-quorum = нужно свидетелей: { $required }, а дано только { $known }: дайте их ключи через --witness
chronicle-twice = среди свидетелей один ключ стоит дважды
chronicle-no-key = { $given } — не ключ и не файл с ключом: { $reason }
chronicle-key-witness = этот узел как свидетель, путь { $path }:
chronicle-key-log = журнал общины { $community }, путь { $path }:

# secta check
check-skipped = не проверено: сначала исправьте то, что выше
check-config = Настройки
check-config-fine = { $path } прочитан; боты: { $bots }
check-config-advice = исправьте { $path }; все поля описаны в docs/config.md, новый файл пишет `secta init`
check-mode = Права на файл настроек
check-mode-fine = { $path } закрыт от посторонних
check-mode-open = { $path } могут читать посторонние
check-mode-advice = chmod 600 { $path }
check-key = Ключ узла
check-key-absent = { $path } появится при первом запуске
check-key-fine = { $path } на месте и закрыт от посторонних
check-key-broken = { $path } повреждён: в нём должно быть 32 байта
check-key-broken-advice = верните { $path } из резервной копии; без него тексты зашифрованных комнат не прочесть
check-parts = Части узла
check-parts-all = все в одном процессе
check-parts-fine = { $parts }
check-parts-unknown = нет части { $part }; есть { $known }
check-parts-sqlite = --only делит узел на процессы, а SQLite на это не рассчитан
check-parts-advice = задайте в database.url базу PostgreSQL: postgres://пользователь:пароль@узел/база
check-disk = Место на диске
check-disk-unknown = не удалось узнать
check-disk-fine = свободно { $free } МБ ({ $folder })
check-disk-advice = освободите место: нужно хотя бы { $least } МБ, иначе узел остановится
check-database = База данных
check-database-fine = открывается и пишется; { $size }; событий { $rows }, ждут отправки { $waiting }, отложено { $parked }
check-database-sqlite = проверьте, что у пользователя, от которого работает secta, есть право писать в файл и его папку
check-database-postgres = проверьте database.url, что PostgreSQL запущен (pg_isready) и что пользователь может создавать таблицы в этой базе
check-homeserver = Домашний сервер
check-homeserver-fine = { $url } отвечает (Matrix { $version })
check-homeserver-advice = проверьте, что сервер запущен и что homeserver.url верен: curl { $url }/_matrix/client/versions
check-clock = Часы
check-clock-fine = расхождение с домашним сервером { $seconds } с
check-clock-unknown = домашний сервер не назвал время
check-clock-advice = включите синхронизацию времени на обеих машинах: timedatectl set-ntp true
check-token = Ключ доступа к домашнему серверу
check-token-fine = as_token принят, бот { $bot } есть
check-token-no-bot-yet = as_token принят; бот { $bot } появится при первом запуске
check-token-other = домашний сервер принимает нас за { $other }, а не за { $bot }
check-token-other-advice = в файле регистрации должен быть пользователь { $bot }: запишите её заново командой `secta registration` и перезапустите домашний сервер
check-token-refused = as_token не принят: { $status } { $code }
check-token-advice = запишите регистрацию заново (`secta registration`), укажите её файл домашнему серверу и перезапустите его; as_token должен быть тот же, что в настройках
check-ping = Связь в обе стороны
check-ping-fine = домашний сервер дозвонился до secta и обратно за { $ms } мс
check-ping-alias = домашний сервер дозвонился до secta, hs_token верен
check-ping-unknown = этот домашний сервер не умеет ping; остановите `secta run` и повторите проверку
check-ping-silence = домашний сервер не дозвонился до { $url }
check-ping-token = домашний сервер дозвонился, но с другим hs_token
check-ping-token-advice = запишите регистрацию заново (`secta registration`) и перезапустите домашний сервер: он читает её только при запуске
check-ping-advice = домашний сервер должен достучаться до { $url } (поле appservice.url), а secta слушает на { $listen } (appservice.listen); проверьте адрес, сеть и обратный прокси

reindex-at = В индексе сообщений: { $messages }; комнат осталось прочитать: { $rooms }
reindex-done = Индекс поиска построен заново, сообщений в нём: { $messages }.

# What `secta archive` says
archive-resumed = Хранилище { $vault } снова обменивается: при следующем обмене то, что сейчас в удалённом, соединится с нашим, и наше целиком окажется там.
archive-no-vault = Нет хранилища { $vault }. Есть: { $vaults }
archive-no-remote = В настройках нет удалённого хранилища (archive.remote), обмениваться не с чем.
archive-held = Хранилище { $vault } занято другим процессом, а узел по адресу { $address } не отвечает. Остановите его или повторите с его настройками.

# Words that stand in vaults
archive-ours = наша версия
archive-theirs = их версия
archive-merge = Слияние с изменениями участников
archive-aside = из папки

# What `secta client` says
client-no-address = нужен адрес сайта вида https://…
client-in-the-clear = по http секрет прочтёт каждый по дороге: нужен адрес с https
client-too-much = сайт ответил слишком длинно
client-no-api = это не похоже на сайт сообщества
client-which-community = на сайте несколько сообществ: скажите, которое (--community), их показывает `secta client communities`
client-no-community = такого сообщества на сайте нет
client-sign-in = сначала войдите: `secta client sign-in`
client-no-text = текста нет
client-write = Пишите; конец — Ctrl-D на новой строке.
client-no-words = [слов не видно: взяты назад, скрыты или не показываются в вашей стране]
client-tally-post = поддержали { $support }, полезно { $useful }, против { $oppose }, комментариев { $comments } · { $id }
client-tally-comment = поддержали { $support }, полезно { $useful }, против { $oppose } · { $id }
client-nothing = Пока ничего.
client-next = Дальше: --after { $after }
client-instead = Искали так: { $value }
client-total = Нашлось: { $total }
client-pages-total = Страниц вики: { $total }
client-skip = Дальше: --skip { $skip }
client-code = Если { $user } — участник, в предбанник пришёл код. Введите его:
client-phrase = Введите фразу для восстановления:
client-signed-in = Вы вошли; сеанс хранится в { $path }
client-signed-out = Сеанс закончен.
client-wiki-apart = «{ $title }» писали порознь: в тексте остались оба варианта.
client-wiki-other-file = сайт дал не тот файл: { $file }
client-wiki-comment = в пояснении не больше { $max } знаков
client-wiki-exported = Файлов записано в { $folder }: { $count }
client-wiki-committed = Новых коммитов в { $folder }: { $count }
client-wiki-committed-beside = Новых коммитов в { $folder }: { $count }. Они в ветке wiki; в открытой ветке есть ваши собственные, соедините их сами: `git merge wiki`.
client-wiki-git-deleted = удаление
client-wiki-git-hidden = слова взяты назад
client-wiki-imported = Записано страниц: { $written }; без изменений: { $same }; пропущено: { $skipped }.
client-wiki-would = Было бы записано страниц: { $written }; без изменений: { $same }; пропущено: { $skipped }.
client-wiki-skipped = пропущено { $path }: { $value }
client-wiki-renamed = { $path }: страница называется «{ $value }»
client-wiki-note = { $path }: { $value }
client-wiki-unshown = Файлов, которых не показывает ни одна заметка, и они оставлены: { $count }
client-wiki-in-the-way = это название ведёт на другую страницу, а в вики под ним есть своя: она осталась
client-wiki-odd-broken = шапка (YAML между ---) сломана и осталась текстом
client-wiki-odd-shown = шапка (YAML между ---) такая, что вики покажет её текстом
client-wiki-skip-link = это ссылка файловой системы
client-wiki-skip-no-file = это не файл
client-wiki-skip-not-text = это не UTF-8
client-wiki-skip-large = больше { $kb } КБ
client-wiki-skip-deep = лежит слишком глубоко, или файлов слишком много
client-wiki-skip-unreadable = не читается: { $reason }
client-wiki-skip-empty = пусто
client-wiki-skip-title = название не годится: { $reason }
client-wiki-skip-taken = страница с тем же названием уже взята из { $path }
client-wiki-skip-no-such-file = нет файла { $path }
client-wiki-title-empty = оно пустое
client-wiki-title-long = в нём { $letters } знаков, а можно { $max }
client-wiki-title-character = в нём знак { $character }, он нужен ссылкам
client-wiki-title-invisible = в нём невидимый знак { $code }
client-wiki-title-part = между косыми чертами в нём { $part }
client-wiki-title-mixed = в слове { $word } смешаны буквы разных алфавитов
client-wiki-title-prefix = так начинаются названия других разделов вики

site-no-page = Это не страница поста или комментария этого узла: { $page }
site-not-countries = Страны пишутся кодами из двух латинских букв: RU,BY
site-withheld-now = Скрыто для этих стран. Это видно всем на /withheld; остальные видят страницу, комнаты и записи не тронуты.
site-released = Снова видно всем. То, что страница была скрыта, останется на /withheld.
site-nothing-withheld = Ничего не скрыто.

# secta wiki
wiki-no-key = ключа { $path } нет: его создаёт `secta wiki key new`
wiki-key-open = ключ { $path } могут прочесть другие: chmod 600
wiki-key-there = ключ { $path } уже есть; потерять его — потерять всё, что он открывает, поэтому поверх он не пишется
wiki-key-made = Ваш ключ в { $path }. Храните копию там, где её никто не возьмёт: без него никто, и узел тоже, не откроет того, что вам можно читать. Открытая часть, по которой вас добавят:
wiki-no-space = На этой машине нет пространств: `secta wiki space new` заводит новое, `secta wiki join` приносит чужое.
wiki-which-space = пространств несколько: скажите, которое (--space), их показывает `secta wiki spaces`
wiki-no-such-space = пространства { $space } на этой машине нет: их показывает `secta wiki spaces`
wiki-empty-copy = копия пространства { $space } пуста: удалите её файл и войдите снова
wiki-founded =
    Пространство «{ $name }» заведено. Его номер, по которому входят участники: { $space }
    Узел, который его хранит, видит ключи участников, когда кто-то пишет и примерно сколько; ни названия, ни единого слова он не видит.
wiki-member = { $name }  { $id }  { $key }
wiki-will-add = При следующем `secta wiki sync` добавится { $name }.
wiki-will-remove = При следующем `secta wiki sync` исключится { $name }.
wiki-added =
    При следующем `secta wiki sync` добавится { $name }. Потом передайте надёжным путём:
      secta wiki join { $space } --at { $site }
wiki-removed =
    При следующем `secta wiki sync` исключится { $name }, а у остальных будет новый ключ.
    Прочитанное до этого у исключённого остаётся: отнять его нельзя. Нового он не откроет.
wiki-which-member = имя { $name } носят несколько участников: дайте номер, его показывает `secta wiki space members`
wiki-no-member = участника { $name } нет: участников показывает `secta wiki space members`
wiki-space = { $name }  { $space }  последняя запись { $last }, ждёт отправки: { $waiting }
wiki-another-space = сайт дал не это пространство, а другое
wiki-not-in = Ваш ключ сейчас не участник этого пространства: прежнее читать можно, но ничего не отправляется.
wiki-too-fast = другие всё время пишут: попробуйте ещё раз
wiki-synced = «{ $name }»: получено { $came }, отправлено { $went }.
wiki-unread = Записей, которых ваш ключ не открывает, — сделанных до вас или после вас: { $count }
wiki-missing = ВНИМАНИЕ: узел не дал записи { $id }; ждут её записей: { $count }
wiki-beside = Два списка участников начаты разом; { $id } опоздал и не действует. Кто его начал, пусть добавит и исключит ещё раз.
wiki-trouble = ВНИМАНИЕ: в журнале узла что-то не так: { $reason }
wiki-contested = Написано порознь, надо свести: { $title } (secta wiki resolve)
wiki-listed = { $title }
wiki-listed-apart = { $title }  [надо свести]
wiki-found = … { $text } …
wiki-no-page = страницы «{ $title }» нет
wiki-no-revision = такой правки у «{ $title }» нет, или так начинаются несколько: их показывает `secta wiki history`
wiki-moved = «{ $title }» теперь «{ $to }».
wiki-file = Файл: { $name }
wiki-apart = «{ $title }» писали порознь: сводит `secta wiki resolve`.
wiki-revision = { $id }  { $date }  { $author }  { $what }  { $comment }
wiki-revision-waits = { $id }  { $date }  { $author }  { $what }  { $comment }  [ждёт отправки]
wiki-did-write = текст
wiki-did-move = переименование
wiki-did-delete = удаление
wiki-did-file = файл
wiki-did-hidden = скрыто
wiki-resolve-first = «{ $title }» писали порознь: сначала сведите, `secta wiki resolve`
wiki-settled = в «{ $title }» сводить нечего
wiki-looks-like = «{ $title }» похоже на страницу «{ $like }», но написано другими буквами: выберите другое название
wiki-unchanged = ничего не изменилось
wiki-marks-left = в тексте остались пометки <<<<<<<, ======= и >>>>>>>: оставьте нужное и уберите их
wiki-kept = «{ $title }» сохранено на этой машине; отправит `secta wiki sync`.
wiki-deleted = «{ $title }» на этой машине удалено, правки остаются; другим скажет `secta wiki sync`.
wiki-page-there = страница «{ $title }» уже есть
wiki-too-long = в тексте { $bytes } байт; на странице помещается не больше { $max }
wiki-editor-failed = редактор завершился с ошибкой: ничего не сохранено
wiki-imported = Записано страниц: { $count }; без изменений: { $same }. Отправит `secta wiki sync`.
wiki-exported = Страницы записаны в { $folder } открытым текстом: { $count }
