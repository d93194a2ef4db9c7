<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru" sourcelanguage="en">
<context>
    <name>AboutSection</name>
    <message>
        <source>New versions</source>
        <translation>Новые версии</translation>
    </message>
    <message>
        <source>Manul {version}</source>
        <translation>Манул {version}</translation>
    </message>
    <message>
        <source>Teaches Stable Diffusion a new object, person, animal or style.</source>
        <translation>Учит Stable Diffusion новому предмету, человеку, животному или стилю.</translation>
    </message>
    <message>
        <source>Licence: Apache 2.0</source>
        <translation>Лицензия: Apache 2.0</translation>
    </message>
    <message>
        <source>Licences of what it is built on</source>
        <translation>Лицензии того, на чём он построен</translation>
    </message>
    <message>
        <source>Files and logs</source>
        <translation>Файлы и журналы</translation>
    </message>
    <message>
        <source>Each training keeps a log, engine.log, in its own folder: concept, then runs. The diagnostics hold its end, without names and passwords: send them along when you report a problem.</source>
        <translation>У каждого обучения свой журнал, engine.log, в его папке: понятие, затем runs. В диагностике есть его конец, без имён и паролей: приложите её, когда сообщаете о проблеме.</translation>
    </message>
    <message>
        <source>Open the concepts&apos; folder</source>
        <translation>Открыть папку понятий</translation>
    </message>
    <message>
        <source>Save diagnostics</source>
        <translation>Сохранить диагностику</translation>
    </message>
    <message>
        <source>Open the settings&apos; folder</source>
        <translation>Открыть папку настроек</translation>
    </message>
</context>
<context>
    <name>AdvancedPanel</name>
    <message>
        <source>Back to {value}</source>
        <translation>Вернуть {value}</translation>
    </message>
    <message>
        <source>Save as own</source>
        <translation>Сохранить свой</translation>
    </message>
    <message>
        <source>Keep these settings as a preset</source>
        <translation>Сохранить эти настройки как свой способ</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>Подробно</translation>
    </message>
    <message>
        <source>Change single settings</source>
        <translation>Изменить отдельные настройки</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>Вернуть всё</translation>
    </message>
</context>
<context>
    <name>AskDialog</name>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
</context>
<context>
    <name>BaseModelPanel</name>
    <message>
        <source>No model here is called “{text}”</source>
        <translation>Здесь нет модели «{text}»</translation>
    </message>
    <message>
        <source>Let go to take this as the base model.</source>
        <translation>Отпустите, и это станет базовой моделью.</translation>
    </message>
    <message>
        <source>No web UI was recognised in {folder}. Choose the folder that AUTOMATIC1111, Forge, ComfyUI, InvokeAI, SD.Next or SwarmUI was unpacked into.</source>
        <translation>В {folder} нет веб-интерфейса, который узнал бы Манул. Выберите папку, куда распакован AUTOMATIC1111, Forge, ComfyUI, InvokeAI, SD.Next или SwarmUI.</translation>
    </message>
    <message>
        <source>The demo model is for trying Manul out: what it learns works with no other.</source>
        <translation>Демо-модель — чтобы попробовать Манула: чему она научится, к другим не подойдёт.</translation>
    </message>
    <message>
        <source>A result works best with the model it was taught on.</source>
        <translation>Лучше всего результат работает с той моделью, на которой учили.</translation>
    </message>
    <message>
        <source>No web UI was found on this machine: browse for a model, or look in another folder.</source>
        <translation>Веб-интерфейсов на этом компьютере не нашлось: выберите модель через «Обзор» или поищите в другой папке.</translation>
    </message>
    <message numerus="yes">
        <source>%n model(s) found in {names}.</source>
        <translation>
            <numerusform>Найдена %n модель: {names}.</numerusform>
            <numerusform>Найдено %n модели: {names}.</numerusform>
            <numerusform>Найдено %n моделей: {names}.</numerusform>
        </translation>
    </message>
    <message>
        <source>Base model</source>
        <translation>Базовая модель</translation>
    </message>
    <message>
        <source>Change …</source>
        <translation>Сменить…</translation>
    </message>
    <message>
        <source>Browse</source>
        <translation>Обзор</translation>
    </message>
    <message>
        <source>A model file (.safetensors, .ckpt) …</source>
        <translation>Файл модели (.safetensors, .ckpt)…</translation>
    </message>
    <message>
        <source>A diffusers folder …</source>
        <translation>Папка diffusers…</translation>
    </message>
    <message>
        <source>A model from Hugging Face …</source>
        <translation>Модель с Hugging Face…</translation>
    </message>
    <message>
        <source>Download it</source>
        <translation>Скачать</translation>
    </message>
    <message>
        <source>Stop the download</source>
        <translation>Остановить скачивание</translation>
    </message>
    <message>
        <source>What has come is kept</source>
        <translation>То, что пришло, останется</translation>
    </message>
    <message>
        <source>How much of the model has come</source>
        <translation>Сколько модели уже пришло</translation>
    </message>
    <message>
        <source>Look in another web UI folder …</source>
        <translation>Искать в другой папке веб-интерфейса…</translation>
    </message>
    <message>
        <source>Filter by name or family</source>
        <translation>Искать по имени или семейству</translation>
    </message>
</context>
<context>
    <name>BottomBar</name>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>Ждёт %n</numerusform>
            <numerusform>Ждут %n</numerusform>
            <numerusform>Ждут %n</numerusform>
        </translation>
    </message>
    <message>
        <source>Show the queue</source>
        <translation>Показать очередь</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Назад</translation>
    </message>
</context>
<context>
    <name>CaptionsDialog</name>
    <message>
        <source>Captions</source>
        <translation>Подписи</translation>
    </message>
    <message>
        <source>Which pictures</source>
        <translation>Какие картинки</translation>
    </message>
    <message>
        <source>Add words</source>
        <translation>Добавить слова</translation>
    </message>
    <message>
        <source>Find and replace</source>
        <translation>Найти и заменить</translation>
    </message>
    <message>
        <source>Fill in where none is</source>
        <translation>Заполнить пустые</translation>
    </message>
    <message numerus="yes">
        <source>All %n</source>
        <translation>
            <numerusform>Все %n</numerusform>
            <numerusform>Все %n</numerusform>
            <numerusform>Все %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The %n chosen</source>
        <translation>
            <numerusform>%n выбранная</numerusform>
            <numerusform>%n выбранные</numerusform>
            <numerusform>%n выбранных</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Before each caption</source>
        <translation>Перед каждой подписью</translation>
    </message>
    <message>
        <source>After each caption</source>
        <translation>После каждой подписи</translation>
    </message>
    <message>
        <source>{} stands for the concept&apos;s name. A caption with {} is taught as it is; any other follows “a photo of {}”.</source>
        <translation>{} — это имя понятия. Подпись с {} учится как есть; любая другая следует за «a photo of {}».</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Найти</translation>
    </message>
    <message>
        <source>Replace with</source>
        <translation>Заменить на</translation>
    </message>
    <message>
        <source>Capital and small letters are told apart.</source>
        <translation>Заглавные и строчные буквы различаются.</translation>
    </message>
    <message>
        <source>Pattern</source>
        <translation>Образец</translation>
    </message>
    <message>
        <source>{} stands for the concept&apos;s name, {file} for the picture&apos;s file name. Captions that are there stay.</source>
        <translation>{} — это имя понятия, {file} — имя файла картинки. Готовые подписи останутся.</translation>
    </message>
    <message>
        <source>No caption changes yet.</source>
        <translation>Пока ни одна подпись не изменится.</translation>
    </message>
    <message numerus="yes">
        <source>%n caption(s) change.</source>
        <translation>
            <numerusform>Изменится %n подпись.</numerusform>
            <numerusform>Изменятся %n подписи.</numerusform>
            <numerusform>Изменится %n подписей.</numerusform>
        </translation>
    </message>
    <message>
        <source>no caption yet</source>
        <translation>подписи пока нет</translation>
    </message>
    <message numerus="yes">
        <source>Change %n caption(s)</source>
        <translation>
            <numerusform>Изменить %n подпись</numerusform>
            <numerusform>Изменить %n подписи</numerusform>
            <numerusform>Изменить %n подписей</numerusform>
        </translation>
    </message>
    <message>
        <source>Change captions</source>
        <translation>Изменить подписи</translation>
    </message>
</context>
<context>
    <name>ComputingSection</name>
    <message>
        <source>Set up the engine…</source>
        <translation>Настроить движок…</translation>
    </message>
    <message>
        <source>Repair or change the engine…</source>
        <translation>Починить или сменить движок…</translation>
    </message>
    <message>
        <source>Trainings that run go on where they are.</source>
        <translation>Начатые обучения идут дальше там, где начались.</translation>
    </message>
    <message>
        <source>No NVIDIA card was found, so the processor does the work.</source>
        <translation>Видеокарта NVIDIA не нашлась, поэтому считает процессор.</translation>
    </message>
    <message>
        <source>Slow: enough for the demo model</source>
        <translation>Медленно: хватит для демо-модели</translation>
    </message>
    <message>
        <source>The processor only</source>
        <translation>Только процессор</translation>
    </message>
    <message>
        <source>The fastest of them</source>
        <translation>Самая быстрая из них</translation>
    </message>
    <message>
        <source>The graphics card</source>
        <translation>Видеокарта</translation>
    </message>
    <message>
        <source>bf16 where the card has it, else fp16; fp32 on the processor.</source>
        <translation>bf16, если карта его умеет, иначе fp16; на процессоре fp32.</translation>
    </message>
    <message>
        <source>Half the memory; every card has it. Large values overflow.</source>
        <translation>Вдвое меньше памяти; есть у всех карт. Большие числа не помещаются.</translation>
    </message>
    <message>
        <source>Half the memory, no overflow; cards from the RTX 30 series on.</source>
        <translation>Вдвое меньше памяти, большие числа помещаются; карты начиная с RTX 30.</translation>
    </message>
    <message>
        <source>Exact, and twice the memory and time.</source>
        <translation>Точно, но вдвое больше памяти и времени.</translation>
    </message>
    <message>
        <source>Counts for new trainings; a preset that asks for a format keeps it.</source>
        <translation>Действует на новые обучения; способ, в котором формат указан, его сохраняет.</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>Движок</translation>
    </message>
    <message>
        <source>Computes on</source>
        <translation>Считает</translation>
    </message>
    <message>
        <source>Number format</source>
        <translation>Формат чисел</translation>
    </message>
    <message>
        <source>As the card does it best</source>
        <translation>Как лучше для карты</translation>
    </message>
</context>
<context>
    <name>ConceptDelegate</name>
    <message>
        <source>Teach something new</source>
        <translation>Научить новому</translation>
    </message>
    <message>
        <source>Drop a handful of pictures here, or choose them.</source>
        <translation>Перетащите сюда несколько картинок или выберите их.</translation>
    </message>
</context>
<context>
    <name>ConceptPage</name>
    <message>
        <source>Give the concept a name first</source>
        <translation>Сначала дайте понятию имя</translation>
    </message>
    <message>
        <source>This name cannot be used</source>
        <translation>Такое имя не годится</translation>
    </message>
    <message>
        <source>This word cannot be used</source>
        <translation>Такое слово не годится</translation>
    </message>
    <message>
        <source>Call the others something else</source>
        <translation>Назовите остальных иначе</translation>
    </message>
    <message>
        <source>A sample prompt lacks the name</source>
        <translation>В одном из запросов нет имени</translation>
    </message>
    <message>
        <source>The base model is being downloaded</source>
        <translation>Базовая модель скачивается</translation>
    </message>
    <message>
        <source>Download the base model first</source>
        <translation>Сначала скачайте базовую модель</translation>
    </message>
    <message>
        <source>Choose another base model</source>
        <translation>Выберите другую базовую модель</translation>
    </message>
    <message>
        <source>Next: preset</source>
        <translation>Дальше: способ</translation>
    </message>
    <message>
        <source>Concept</source>
        <translation>Понятие</translation>
    </message>
    <message>
        <source>What Manul is looking at, and what you will call it</source>
        <translation>Что видит Манул и как вы это назовёте</translation>
    </message>
    <message>
        <source>What is it?</source>
        <translation>Что это?</translation>
    </message>
</context>
<context>
    <name>ConceptSentence</name>
    <message>
        <source>“a house, {name}”</source>
        <translation>“a house, {name}”</translation>
    </message>
    <message>
        <source>“a photo of {name}”</source>
        <translation>“a photo of {name}”</translation>
    </message>
    <message>
        <source>is what Manul will connect with your pictures. Type the name in any prompt afterwards.</source>
        <translation>— это Манул свяжет с вашими картинками. Потом пишите имя в любом запросе.</translation>
    </message>
</context>
<context>
    <name>Counts</name>
    <message numerus="yes">
        <source>%n day(s) ago</source>
        <translation>
            <numerusform>%n день назад</numerusform>
            <numerusform>%n дня назад</numerusform>
            <numerusform>%n дней назад</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n step(s)</source>
        <translation>
            <numerusform>%n шаг</numerusform>
            <numerusform>%n шага</numerusform>
            <numerusform>%n шагов</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation>
            <numerusform>%n картинка</numerusform>
            <numerusform>%n картинки</numerusform>
            <numerusform>%n картинок</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n concept(s)</source>
        <translation>
            <numerusform>%n понятие</numerusform>
            <numerusform>%n понятия</numerusform>
            <numerusform>%n понятий</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DiagnosticsActions</name>
    <message>
        <source>Save diagnostics</source>
        <translation>Сохранить диагностику</translation>
    </message>
    <message>
        <source>Zip files (*.zip)</source>
        <translation>Файлы zip (*.zip)</translation>
    </message>
</context>
<context>
    <name>DiagnosticsDialog</name>
    <message>
        <source>Save diagnostics</source>
        <translation>Сохранить диагностику</translation>
    </message>
    <message>
        <source>This is all that will be in the file. There are no pictures and no captions in it; folders, your name, this computer&apos;s name and passwords were taken out. Your concept&apos;s name and prompts are in it: read it through before you send it.</source>
        <translation>Это всё, что будет в файле. Картинок и подписей в нём нет; папки, ваше имя, имя компьютера и пароли убраны. Имя понятия и запросы в нём есть: просмотрите его, прежде чем отправить.</translation>
    </message>
    <message>
        <source>What the file holds</source>
        <translation>Что в файле</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>Открыть папку</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>Save as …</source>
        <translation>Сохранить как…</translation>
    </message>
    <message>
        <source>Saved as {path}</source>
        <translation>Сохранено: {path}</translation>
    </message>
</context>
<context>
    <name>DonePanel</name>
    <message>
        <source>Open the folder</source>
        <translation>Открыть папку</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
</context>
<context>
    <name>DraftGuard</name>
    <message numerus="yes">
        <source>%n picture(s) would be let go of.</source>
        <translation>
            <numerusform>Пропадёт %n картинка.</numerusform>
            <numerusform>Пропадут %n картинки.</numerusform>
            <numerusform>Пропадёт %n картинок.</numerusform>
        </translation>
    </message>
    <message>
        <source>They are not a concept yet: crops and captions made here would be lost. Your own files stay as they are. Give them a name on the page Concept to keep everything.</source>
        <translation>Это ещё не понятие: кадры и подписи, сделанные здесь, пропадут. Ваши собственные файлы останутся как есть. Чтобы всё сохранить, дайте имя на странице «Понятие».</translation>
    </message>
    <message>
        <source>Let go</source>
        <translation>Отпустить</translation>
    </message>
    <message>
        <source>Go on with them</source>
        <translation>Продолжить с ними</translation>
    </message>
</context>
<context>
    <name>EnginePart</name>
    <message>
        <source>Looking at this computer…</source>
        <translation>Смотрим, что есть на этом компьютере…</translation>
    </message>
    <message>
        <source>The engine does the teaching: PyTorch for this computer, and what goes with it. Everything else can be used meanwhile.</source>
        <translation>Движок занимается обучением: это PyTorch для вашего компьютера и всё, что к нему нужно. Остальным можно пользоваться и без него.</translation>
    </message>
    <message>
        <source>The engine is ready</source>
        <translation>Движок готов</translation>
    </message>
    <message>
        <source>The engine</source>
        <translation>Движок</translation>
    </message>
</context>
<context>
    <name>ExportFormat</name>
    <message>
        <source>Advanced</source>
        <translation>Дополнительно</translation>
    </message>
    <message>
        <source>Format of the file</source>
        <translation>Формат файла</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Формат</translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation>Числа</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>Сила</translation>
    </message>
    <message>
        <source>16 bits, as usual</source>
        <translation>16 бит, как обычно</translation>
    </message>
    <message>
        <source>A whole model with the LoRA in it</source>
        <translation>Целая модель с LoRA внутри</translation>
    </message>
    <message>
        <source>A diffusers folder</source>
        <translation>Папка diffusers</translation>
    </message>
    <message>
        <source>One file, .safetensors</source>
        <translation>Один файл, .safetensors</translation>
    </message>
    <message>
        <source>{format} (recommended)</source>
        <translation>{format} (рекомендуется)</translation>
    </message>
    <message>
        <source>What AUTOMATIC1111, Forge and ComfyUI have always read.</source>
        <translation>Его всегда читали AUTOMATIC1111, Forge и ComfyUI.</translation>
    </message>
    <message>
        <source>Numbers only, no program code; newer tools read it.</source>
        <translation>Только числа, без программного кода; его читают новые программы.</translation>
    </message>
    <message>
        <source>Base model and LoRA in one file of some gigabytes, for tools without LoRAs. It goes among the checkpoints; strength 1 is what was taught.</source>
        <translation>Базовая модель и LoRA в одном файле на несколько гигабайт, для программ без LoRA. Он ляжет среди чекпойнтов; сила 1 — как выучено.</translation>
    </message>
    <message>
        <source>For Python and InvokeAI; AUTOMATIC1111 and ComfyUI do not read it.</source>
        <translation>Для Python и InvokeAI; AUTOMATIC1111 и ComfyUI её не читают.</translation>
    </message>
    <message>
        <source>The base model&apos;s own file with what was taught in place: some gigabytes.</source>
        <translation>Файл базовой модели, где выученное стоит на своём месте: несколько гигабайт.</translation>
    </message>
</context>
<context>
    <name>ExportName</name>
    <message>
        <source>In prompts you write this word</source>
        <translation>Это слово вы будете писать в запросах</translation>
    </message>
    <message>
        <source>In prompts “{words}” stands for it, whatever the file is called</source>
        <translation>В запросах это «{words}», как бы ни назывался файл</translation>
    </message>
    <message>
        <source>Name of the file</source>
        <translation>Имя файла</translation>
    </message>
</context>
<context>
    <name>ExportOutcome</name>
    <message>
        <source>{file} is in {folder}</source>
        <translation>{file} лежит в {folder}</translation>
    </message>
    <message>
        <source>Then choose {name} as the model, and type</source>
        <translation>Потом выберите {name} как модель и напишите</translation>
    </message>
    <message>
        <source>Then load {name} as a LoRA, and type</source>
        <translation>Потом подключите {name} как LoRA и напишите</translation>
    </message>
    <message>
        <source>Then load {name} as a hypernetwork, and type</source>
        <translation>Потом подключите {name} как гиперсеть и напишите</translation>
    </message>
    <message>
        <source>Then type</source>
        <translation>Потом напишите</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>Открыть папку</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Копировать</translation>
    </message>
    <message>
        <source>Copy the sentence</source>
        <translation>Скопировать фразу</translation>
    </message>
</context>
<context>
    <name>ExportPage</name>
    <message>
        <source>Put step {step} where you make pictures</source>
        <translation>Положить шаг {step} туда, где вы делаете картинки</translation>
    </message>
    <message>
        <source>No step is kept yet</source>
        <translation>Ни один шаг ещё не сохранён</translation>
    </message>
    <message>
        <source>Choose a folder first</source>
        <translation>Сначала выберите папку</translation>
    </message>
    <message>
        <source>Write the folder&apos;s whole path, or browse</source>
        <translation>Нужен полный путь к папке</translation>
    </message>
    <message>
        <source>This name cannot be used</source>
        <translation>Такое имя не годится</translation>
    </message>
    <message>
        <source>Writing the file …</source>
        <translation>Файл записывается…</translation>
    </message>
    <message>
        <source>To {place}</source>
        <translation>В {place}</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Экспорт</translation>
    </message>
    <message>
        <source>Export</source>
        <comment>the button</comment>
        <translation>Экспортировать</translation>
    </message>
</context>
<context>
    <name>ExportPlacesPanel</name>
    <message>
        <source>Wherever you like</source>
        <translation>Куда угодно</translation>
    </message>
    <message>
        <source>Where to</source>
        <translation>Куда</translation>
    </message>
    <message>
        <source>Takes the file in by itself, if it is running</source>
        <translation>Сам заберёт файл, если запущен</translation>
    </message>
    <message>
        <source>No web UI was found on this machine.</source>
        <translation>Веб-интерфейсов на этом компьютере не нашлось.</translation>
    </message>
    <message>
        <source>Another folder or address</source>
        <translation>Другая папка или адрес</translation>
    </message>
    <message>
        <source>Folder or address</source>
        <translation>Папка или адрес</translation>
    </message>
    <message>
        <source>Running: hears of the new file at once</source>
        <translation>Запущен: сразу узнает о новом файле</translation>
    </message>
    <message>
        <source>Takes the file in by itself</source>
        <translation>Сам заберёт файл</translation>
    </message>
    <message>
        <source>For {tools}: the folder “{folder}”. For ComfyUI: “{other}”.</source>
        <translation>Для {tools}: папка «{folder}». Для ComfyUI: «{other}».</translation>
    </message>
    <message>
        <source>If a web UI is running, its address will do: {address}.</source>
        <translation>Если веб-интерфейс запущен, подойдёт и его адрес: {address}.</translation>
    </message>
    <message>
        <source>Browse</source>
        <translation>Обзор</translation>
    </message>
</context>
<context>
    <name>ExportProgress</name>
    <message>
        <source>Preparing the file …</source>
        <translation>Файл готовится …</translation>
    </message>
    <message>
        <source>Putting the file in its place …</source>
        <translation>Файл кладётся на место …</translation>
    </message>
    <message>
        <source>{done} of {total} written</source>
        <translation>Записано {done} из {total}</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Nothing half-written is left behind</source>
        <translation>Недописанного файла не останется</translation>
    </message>
</context>
<context>
    <name>ExportSteps</name>
    <message>
        <source>Step {step}</source>
        <translation>Шаг {step}</translation>
    </message>
    <message>
        <source>Manul has no step to recommend here: this is the last kept one.</source>
        <translation>Здесь Манулу нечего посоветовать: это последний сохранённый шаг.</translation>
    </message>
    <message>
        <source>Any kept step can be exported</source>
        <translation>Экспортировать можно любой сохранённый шаг</translation>
    </message>
    <message>
        <source>Kept steps</source>
        <translation>Сохранённые шаги</translation>
    </message>
</context>
<context>
    <name>ExportTrouble</name>
    <message>
        <source>Give this one another name or place, or replace that file.</source>
        <translation>Дайте этому файлу другое имя, выберите другое место или замените прежний файл.</translation>
    </message>
    <message>
        <source>Replace it</source>
        <translation>Заменить</translation>
    </message>
</context>
<context>
    <name>FactListModel</name>
    <message>
        <source>Teach something new</source>
        <translation>Научить новому</translation>
    </message>
</context>
<context>
    <name>FailurePanel</name>
    <message>
        <source>Wait</source>
        <translation>Подождать</translation>
    </message>
    <message>
        <source>Each step takes {factor} times as long since step {step}</source>
        <translation>С шага {step} каждый шаг длится в {factor} раз дольше</translation>
    </message>
    <message>
        <source>Another program uses the card, or its memory is full and the driver moves part of it to the computer&apos;s, which is far slower. Close programs that use the card: browsers, games, a web UI. If that does not help, pause and go on: the training then begins again with the memory that is free.</source>
        <translation>Видеокартой пользуется другая программа, или её память заполнена, и драйвер переносит часть в память компьютера, а она гораздо медленнее. Закройте программы, которые занимают видеокарту: браузер, игры, веб-интерфейс. Если не поможет, поставьте на паузу и продолжите: обучение начнёт заново с той памятью, что свободна.</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Пауза</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
</context>
<context>
    <name>FileChoosers</name>
    <message>
        <source>Choose pictures</source>
        <translation>Выбрать картинки</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Все файлы (*)</translation>
    </message>
    <message>
        <source>Choose a base model&apos;s file</source>
        <translation>Выберите файл базовой модели</translation>
    </message>
    <message>
        <source>Choose a base model&apos;s diffusers folder</source>
        <translation>Выберите папку diffusers базовой модели</translation>
    </message>
    <message>
        <source>A model from Hugging Face</source>
        <translation>Модель с Hugging Face</translation>
    </message>
    <message>
        <source>Its name, such as {example},
or the address of its page</source>
        <translation>Имя модели, например {example},
или адрес её страницы</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>Выбрать</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Choose a web UI&apos;s folder</source>
        <translation>Выберите папку веб-интерфейса</translation>
    </message>
    <message>
        <source>Choose the folder for the concepts</source>
        <translation>Выберите папку для понятий</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>Выберите папку</translation>
    </message>
</context>
<context>
    <name>Frame</name>
    <message>
        <source>The engine is not ready</source>
        <translation>Движок не готов</translation>
    </message>
    <message>
        <source>Show why</source>
        <translation>Показать почему</translation>
    </message>
    <message>
        <source>The engine is ready</source>
        <translation>Движок готов</translation>
    </message>
    <message>
        <source>Setting up the engine</source>
        <translation>Настройка движка</translation>
    </message>
    <message>
        <source>New concept</source>
        <translation>Новое понятие</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Библиотека</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Настройки</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Справка</translation>
    </message>
    <message>
        <source>Help (F1)</source>
        <translation>Справка (F1)</translation>
    </message>
</context>
<context>
    <name>FreeSpaceDialog</name>
    <message>
        <source>What can go</source>
        <translation>Что можно удалить</translation>
    </message>
    <message>
        <source>Free space in {what}</source>
        <translation>Освободить место: {what}</translation>
    </message>
    <message>
        <source>The best step of a run, its last and those you pinned always stay, and so do samples and exports. A step that goes can no longer be exported or tried.</source>
        <translation>Лучший, последний и закреплённые шаги обучения, образцы и экспорт всегда остаются. Удалённый шаг больше не экспортировать и не попробовать.</translation>
    </message>
    <message>
        <source>There is nothing here that Manul could do without.</source>
        <translation>Здесь нет ничего, без чего Manul мог бы обойтись.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Free {size}</source>
        <translation>Освободить {size}</translation>
    </message>
    <message>
        <source>A run without what its newest step needs can never go on.</source>
        <translation>Обучение, лишённое состояния последнего шага, уже не продолжить.</translation>
    </message>
</context>
<context>
    <name>GalleryActions</name>
    <message>
        <source>Save a contact sheet</source>
        <translation>Сохранить контактный лист</translation>
    </message>
    <message>
        <source>Save the picture</source>
        <translation>Сохранить картинку</translation>
    </message>
    <message>
        <source>{name} is saved</source>
        <translation>Файл {name} сохранён</translation>
    </message>
</context>
<context>
    <name>GalleryCells</name>
    <message>
        <source>in {time}</source>
        <translation>через {time}</translation>
    </message>
</context>
<context>
    <name>GalleryModel</name>
    <message>
        <source>not kept</source>
        <translation>не сохранён</translation>
    </message>
    <message>
        <source>The step to keep.</source>
        <translation>Этот шаг стоит оставить.</translation>
    </message>
    <message>
        <source>Pinned: it stays as long as there is room.</source>
        <translation>Закреплён: остаётся, пока хватает места.</translation>
    </message>
    <message>
        <source>Only its pictures are left; the step itself was not kept.</source>
        <translation>От него остались только картинки; сам шаг не сохранён.</translation>
    </message>
    <message>
        <source>Step {step}: not painted yet</source>
        <translation>Шаг {step}: ещё не нарисован</translation>
    </message>
    <message>
        <source>Step {step}: {prompt}</source>
        <translation>Шаг {step}: {prompt}</translation>
    </message>
</context>
<context>
    <name>GeneralSection</name>
    <message>
        <source>Language</source>
        <translation>Язык</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Цвета</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Как в системе</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Светлые</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Тёмные</translation>
    </message>
</context>
<context>
    <name>HelpDialog</name>
    <message>
        <source>Help</source>
        <translation>Справка</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Библиотека</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Картинки</translation>
    </message>
    <message>
        <source>Concept</source>
        <translation>Понятие</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>Способ</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Обучение</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Экспорт</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
</context>
<context>
    <name>ImagesPage</name>
    <message>
        <source>Next: concept</source>
        <translation>Дальше: понятие</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Картинки</translation>
    </message>
    <message>
        <source>Add pictures</source>
        <translation>Добавить картинки</translation>
    </message>
    <message>
        <source>Captions</source>
        <translation>Подписи</translation>
    </message>
    <message>
        <source>Write many captions at once</source>
        <translation>Написать сразу много подписей</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Картинки</translation>
    </message>
    <message>
        <source>Drop pictures here</source>
        <translation>Перетащите картинки сюда</translation>
    </message>
    <message>
        <source>Files, a folder with folders in it, or straight from the browser. Manul makes copies; your own files are never changed.</source>
        <translation>Файлы, папка со вложенными папками или прямо из браузера. Манул делает копии; ваши файлы никогда не меняются.</translation>
    </message>
    <message>
        <source>Choose pictures</source>
        <translation>Выбрать картинки</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Вставить</translation>
    </message>
</context>
<context>
    <name>LibraryActions</name>
    <message>
        <source>This is the word that new runs learn.</source>
        <translation>Это слово будут учить новые обучения.</translation>
    </message>
    <message>
        <source>This is the word that new runs learn. What was taught and exported so far goes on answering to “{name}”.</source>
        <translation>Это слово будут учить новые обучения. Всё, что уже обучено и экспортировано, по-прежнему откликается на «{name}».</translation>
    </message>
    <message>
        <source>Rename “{name}”</source>
        <translation>Переименовать «{name}»</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Переименовать</translation>
    </message>
    <message>
        <source>Duplicate “{name}”</source>
        <translation>Создать копию «{name}»</translation>
    </message>
    <message>
        <source>The copy has the same pictures and captions, and no runs yet.</source>
        <translation>В копии будут те же картинки и подписи, но ещё ни одного обучения.</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Создать копию</translation>
    </message>
    <message>
        <source>Copying “{name}”</source>
        <translation>Копируется «{name}»</translation>
    </message>
    <message>
        <source>{what} lies in the recycle bin</source>
        <translation>{what} — теперь в корзине</translation>
    </message>
    <message>
        <source>Until that is emptied, it can be restored from there.</source>
        <translation>Пока корзина не очищена, оттуда всё можно восстановить.</translation>
    </message>
    <message>
        <source>Deleting {what}</source>
        <translation>Удаление: {what}</translation>
    </message>
    <message>
        <source>For all runs</source>
        <translation>Для всех обучений</translation>
    </message>
    <message>
        <source>{size} are free again</source>
        <translation>Освобождено {size}</translation>
    </message>
</context>
<context>
    <name>LibraryEmpty</name>
    <message>
        <source>Set up the engine</source>
        <translation>Настроить движок</translation>
    </message>
    <message>
        <source>Show how far it is</source>
        <translation>Показать, как идёт</translation>
    </message>
    <message>
        <source>Meanwhile</source>
        <translation>А пока</translation>
    </message>
    <message>
        <source>Show Manul something</source>
        <translation>Покажите что-нибудь Манулу</translation>
    </message>
    <message>
        <source>Drop 4 to 30 pictures of one thing, person, animal or style: files, a folder, or straight from the browser.</source>
        <translation>Перетащите сюда от 4 до 30 картинок одного предмета, человека, животного или стиля: файлы, папку или прямо из браузера.</translation>
    </message>
    <message>
        <source>Choose pictures</source>
        <translation>Выбрать картинки</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Вставить</translation>
    </message>
    <message>
        <source>Try it with the little manul</source>
        <translation>Попробуйте на маленьком мануле</translation>
    </message>
    <message>
        <source>Watch a whole training in a few minutes, on any computer.</source>
        <translation>Всё обучение целиком за несколько минут, на любом компьютере.</translation>
    </message>
    <message>
        <source>Teach the demo</source>
        <translation>Учить пример</translation>
    </message>
</context>
<context>
    <name>LibraryLists</name>
    <message>
        <source>Runs</source>
        <translation>Обучения</translation>
    </message>
    <message>
        <source>Runs started from the terminal appear here by themselves</source>
        <translation>Обучения, запущенные из терминала, появляются здесь сами</translation>
    </message>
    <message>
        <source>Nothing in the library is called like that.</source>
        <translation>В библиотеке ничего такого нет.</translation>
    </message>
    <message>
        <source>Concepts</source>
        <translation>Понятия</translation>
    </message>
    <message>
        <source>The demo that came with Manul</source>
        <translation>Пример из комплекта Manul</translation>
    </message>
    <message>
        <source>Ready to teach, takes a few minutes on any computer</source>
        <translation>Можно обучать: займёт несколько минут на любом компьютере</translation>
    </message>
</context>
<context>
    <name>LibraryMenu</name>
    <message>
        <source>Open</source>
        <translation>Открыть</translation>
    </message>
    <message>
        <source>Teach it again …</source>
        <translation>Обучить ещё раз…</translation>
    </message>
    <message>
        <source>Rename …</source>
        <translation>Переименовать…</translation>
    </message>
    <message>
        <source>Duplicate …</source>
        <translation>Создать копию…</translation>
    </message>
    <message>
        <source>Show in the file manager</source>
        <translation>Показать в папке</translation>
    </message>
    <message>
        <source>Free space …</source>
        <translation>Освободить место…</translation>
    </message>
    <message>
        <source>Delete …</source>
        <translation>Удалить…</translation>
    </message>
    <message>
        <source>What can be done with it</source>
        <translation>Что с этим можно сделать</translation>
    </message>
</context>
<context>
    <name>LibraryPage</name>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>The training of {name} was interrupted at step {step}</source>
        <translation>Обучение {name} прервалось на шаге {step}</translation>
    </message>
    <message>
        <source>Nothing was kept yet, so it begins again from the start.</source>
        <translation>Сохранённых шагов ещё нет, поэтому оно начнётся сначала.</translation>
    </message>
    <message>
        <source>Everything up to step {kept} is kept. It goes on from there as if nothing had happened.</source>
        <translation>Всё до шага {kept} сохранено. Обучение продолжится оттуда, как будто ничего не случилось.</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Дальше</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Не сейчас</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Библиотека</translation>
    </message>
    <message>
        <source>Teach something new</source>
        <translation>Научить новому</translation>
    </message>
</context>
<context>
    <name>LibraryTools</name>
    <message>
        <source>Last used</source>
        <translation>Недавние</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Имя</translation>
    </message>
    <message>
        <source>Size on disk</source>
        <translation>Место на диске</translation>
    </message>
    <message>
        <source>In which order the library is shown</source>
        <translation>В каком порядке показана библиотека</translation>
    </message>
    <message>
        <source>Order: {name}</source>
        <translation>Порядок: {name}</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Поиск</translation>
    </message>
    <message>
        <source>Search (Ctrl+F)</source>
        <translation>Поиск (Ctrl+F)</translation>
    </message>
    <message>
        <source>Name, kind or method</source>
        <translation>Имя, вид или метод</translation>
    </message>
</context>
<context>
    <name>LicencesDialog</name>
    <message>
        <source>Licences</source>
        <translation>Лицензии</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
</context>
<context>
    <name>NameDialog</name>
    <message>
        <source>Name</source>
        <translation>Имя</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
</context>
<context>
    <name>NetworkSection</name>
    <message>
        <source>Empty = the hub itself. Models are downloaded from here.</source>
        <translation>Пусто — сам Hugging Face. Отсюда скачиваются модели.</translation>
    </message>
    <message>
        <source>Empty = the usual registry. The engine&apos;s packages are downloaded from here.</source>
        <translation>Пусто = обычный реестр. Отсюда скачиваются пакеты движка.</translation>
    </message>
    <message>
        <source>Empty = PyTorch&apos;s own, by the card. One build lies there.</source>
        <translation>Пусто = реестр самого PyTorch, по видеокарте. Здесь лежит одна сборка.</translation>
    </message>
    <message>
        <source>Empty = as the system has it. The engine, pictures from the web and the question for new versions go through it.</source>
        <translation>Пусто — как в системе. Через него идут движок, картинки из интернета и проверка новых версий.</translation>
    </message>
    <message>
        <source>Mirror of the Hugging Face hub</source>
        <translation>Зеркало Hugging Face</translation>
    </message>
    <message>
        <source>Mirror of Python&apos;s packages</source>
        <translation>Зеркало пакетов Python</translation>
    </message>
    <message>
        <source>Mirror of PyTorch&apos;s packages</source>
        <translation>Зеркало пакетов PyTorch</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Прокси</translation>
    </message>
</context>
<context>
    <name>NewVersionNote</name>
    <message>
        <source>Manul {version} is out</source>
        <translation>Вышел Манул {version}</translation>
    </message>
    <message>
        <source>Its page tells what is new, and how to get it.</source>
        <translation>На его странице сказано, что нового и как его получить.</translation>
    </message>
    <message>
        <source>Open its page</source>
        <translation>Открыть страницу</translation>
    </message>
    <message>
        <source>Not this one</source>
        <translation>Не эту</translation>
    </message>
</context>
<context>
    <name>NewVersionPart</name>
    <message>
        <source>Tell me when there is a new version</source>
        <translation>Сообщать о новой версии</translation>
    </message>
    <message>
        <source>Look now</source>
        <translation>Проверить сейчас</translation>
    </message>
    <message>
        <source>Open its page</source>
        <translation>Открыть страницу</translation>
    </message>
    <message>
        <source>Asking {host} …</source>
        <translation>Спрашиваем {host} …</translation>
    </message>
    <message>
        <source>Asks {host} once a day, and tells it nothing but this version&apos;s number. Nothing is downloaded by itself.</source>
        <translation>Раз в день спрашивает {host} и сообщает только номер этой версии. Само ничего не скачивается.</translation>
    </message>
    <message>
        <source>Manul {version} is out.</source>
        <translation>Вышел Манул {version}.</translation>
    </message>
    <message>
        <source>This is the newest version.</source>
        <translation>Это самая новая версия.</translation>
    </message>
    <message>
        <source>{host} is not asked: its address does not begin with https.</source>
        <translation>{host} не спрашиваем: адрес начинается не с https.</translation>
    </message>
    <message>
        <source>{host} did not answer. Is there a network? A proxy of your own is named under Network.</source>
        <translation>{host} не отвечает. Есть ли сеть? Свой прокси указывается в разделе «Сеть».</translation>
    </message>
    <message>
        <source>{host} sent more than an announcement can be.</source>
        <translation>Ответ {host} слишком велик для объявления.</translation>
    </message>
    <message>
        <source>What {host} sent is not an announcement of Manul.</source>
        <translation>То, что прислал {host}, — не объявление о Мануле.</translation>
    </message>
    <message>
        <source>What {host} sent does not name a version.</source>
        <translation>В том, что прислал {host}, не названа версия.</translation>
    </message>
    <message>
        <source>{host} named a page of somebody else, which is not opened.</source>
        <translation>{host} указал чужую страницу, она не открывается.</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Details</source>
        <translation>Подробности</translation>
    </message>
    <message>
        <source>The last lines of the engine&apos;s log</source>
        <translation>Последние строки журнала движка</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Копировать</translation>
    </message>
</context>
<context>
    <name>OfferPanel</name>
    <message>
        <source>None</source>
        <translation>Нет</translation>
    </message>
    <message>
        <source>Graphics card</source>
        <translation>Видеокарта</translation>
    </message>
    <message>
        <source>Driver</source>
        <translation>Драйвер</translation>
    </message>
    <message>
        <source>To download</source>
        <translation>Скачать</translation>
    </message>
    <message>
        <source>Free on the drive</source>
        <translation>Свободно</translation>
    </message>
    <message>
        <source>It goes to {folder} and takes about {size} there.</source>
        <translation>Он ляжет в {folder} и займёт там около {size}.</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>Ничего</translation>
    </message>
    <message>
        <source>about {size}</source>
        <translation>около {size}</translation>
    </message>
    <message>
        <source>For the processor only (small, works anywhere, slow)</source>
        <translation>Только для процессора (небольшой, работает везде, медленно)</translation>
    </message>
</context>
<context>
    <name>OwnPresetMenu</name>
    <message>
        <source>More with this preset</source>
        <translation>Ещё об этом способе</translation>
    </message>
    <message>
        <source>Put the changes into it</source>
        <translation>Внести в него изменения</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Переименовать</translation>
    </message>
    <message>
        <source>Save as a file</source>
        <translation>Сохранить в файл</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Удалить</translation>
    </message>
</context>
<context>
    <name>PairBar</name>
    <message>
        <source>Compare</source>
        <translation>Сравнить</translation>
    </message>
    <message>
        <source>Two pictures with a line between</source>
        <translation>Две картинки и граница между ними</translation>
    </message>
</context>
<context>
    <name>PictureAdvice</name>
    <message>
        <source>The training that is running keeps to the pictures as they were when it was made. What you change here counts from the next one.</source>
        <translation>Идущее обучение держится картинок, какими они были при его создании. Изменения отсюда подействуют со следующего.</translation>
    </message>
    <message>
        <source>Finding crops: {done} of {total}</source>
        <translation>Подбираю кадры: {done} из {total}</translation>
    </message>
    <message>
        <source>Copying {done} of {total}</source>
        <translation>Копирую: {done} из {total}</translation>
    </message>
    <message>
        <source>Looking at {done} of {total}</source>
        <translation>Рассматриваю: {done} из {total}</translation>
    </message>
    <message numerus="yes">
        <source>%n look(s) the same as another one.</source>
        <translation>
            <numerusform>%n выглядит как другая.</numerusform>
            <numerusform>%n выглядят как другие.</numerusform>
            <numerusform>%n выглядят как другие.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n left out.</source>
        <translation>
            <numerusform>%n исключена.</numerusform>
            <numerusform>%n исключены.</numerusform>
            <numerusform>%n исключено.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cannot be read.</source>
        <translation>
            <numerusform>%n не читается.</numerusform>
            <numerusform>%n не читаются.</numerusform>
            <numerusform>%n не читаются.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PictureBar</name>
    <message>
        <source>Undo</source>
        <translation>Отменить</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Повторить</translation>
    </message>
    <message numerus="yes">
        <source>add %n picture(s)</source>
        <translation>
            <numerusform>добавить %n картинку</numerusform>
            <numerusform>добавить %n картинки</numerusform>
            <numerusform>добавить %n картинок</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>remove %n picture(s)</source>
        <translation>
            <numerusform>убрать %n картинку</numerusform>
            <numerusform>убрать %n картинки</numerusform>
            <numerusform>убрать %n картинок</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>leave out %n picture(s)</source>
        <translation>
            <numerusform>исключить %n картинку</numerusform>
            <numerusform>исключить %n картинки</numerusform>
            <numerusform>исключить %n картинок</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>take %n picture(s) back in</source>
        <translation>
            <numerusform>вернуть %n картинку</numerusform>
            <numerusform>вернуть %n картинки</numerusform>
            <numerusform>вернуть %n картинок</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>crop %n picture(s)</source>
        <translation>
            <numerusform>кадрировать %n картинку</numerusform>
            <numerusform>кадрировать %n картинки</numerusform>
            <numerusform>кадрировать %n картинок</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>mirror %n picture(s)</source>
        <translation>
            <numerusform>отразить %n картинку</numerusform>
            <numerusform>отразить %n картинки</numerusform>
            <numerusform>отразить %n картинок</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>write %n caption(s)</source>
        <translation>
            <numerusform>изменить %n подпись</numerusform>
            <numerusform>изменить %n подписи</numerusform>
            <numerusform>изменить %n подписей</numerusform>
        </translation>
    </message>
    <message>
        <source>All</source>
        <translation>Все</translation>
    </message>
    <message>
        <source>Worth a look</source>
        <translation>Проверить</translation>
    </message>
    <message>
        <source>No caption</source>
        <translation>Без подписи</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Исключены</translation>
    </message>
    <message>
        <source>In the order they came</source>
        <translation>В порядке добавления</translation>
    </message>
    <message>
        <source>By name</source>
        <translation>По имени</translation>
    </message>
    <message>
        <source>Largest first</source>
        <translation>Сначала большие</translation>
    </message>
    <message>
        <source>Order: {name}</source>
        <translation>Порядок: {name}</translation>
    </message>
</context>
<context>
    <name>PictureBatch</name>
    <message>
        <source>Write captions</source>
        <translation>Написать подписи</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>Исключить</translation>
    </message>
    <message>
        <source>Take back in</source>
        <translation>Вернуть</translation>
    </message>
    <message>
        <source>Mirror while teaching</source>
        <translation>Отражать при обучении</translation>
    </message>
    <message>
        <source>Do not mirror</source>
        <translation>Не отражать</translation>
    </message>
    <message>
        <source>Suggest crops</source>
        <translation>Предложить кадры</translation>
    </message>
    <message>
        <source>Largest squares</source>
        <translation>Наибольшие квадраты</translation>
    </message>
    <message>
        <source>Remove from this concept</source>
        <translation>Убрать из понятия</translation>
    </message>
</context>
<context>
    <name>PictureDelegate</name>
    <message>
        <source>Left out</source>
        <translation>Исключена</translation>
    </message>
    <message>
        <source>No caption yet</source>
        <translation>Подписи пока нет</translation>
    </message>
</context>
<context>
    <name>PictureFindings</name>
    <message>
        <source>Manul is still looking at it</source>
        <translation>Манул ещё рассматривает её</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Размер</translation>
    </message>
    <message>
        <source>Sharpness</source>
        <translation>Резкость</translation>
    </message>
    <message>
        <source>Looks like</source>
        <translation>Двойники</translation>
    </message>
    <message>
        <source>no other picture</source>
        <translation>нет</translation>
    </message>
    <message>
        <source>Take the largest square</source>
        <translation>Взять наибольший квадрат</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Убрать</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>Исключить</translation>
    </message>
    <message>
        <source>enough for this model</source>
        <translation>для этой модели хватит</translation>
    </message>
    <message>
        <source>{millions} MP, plenty</source>
        <translation>{millions} Мп, хватает</translation>
    </message>
    <message>
        <source>hard to tell, it is tiny</source>
        <translation>не понять: мала</translation>
    </message>
    <message>
        <source>good</source>
        <translation>хорошая</translation>
    </message>
</context>
<context>
    <name>PictureInspector</name>
    <message>
        <source>Caption</source>
        <translation>Подпись</translation>
    </message>
    <message>
        <source>What else is to be seen, such as: on a rock</source>
        <translation>Что ещё видно, например: on a rock</translation>
    </message>
    <message>
        <source>Mirror while teaching</source>
        <translation>Отражать при обучении</translation>
    </message>
    <message>
        <source>Leave this picture out</source>
        <translation>Исключить картинку</translation>
    </message>
    <message>
        <source>Crop</source>
        <translation>Кадр</translation>
    </message>
    <message>
        <source>Crop frame: arrows move it, plus and minus resize it</source>
        <translation>Рамка кадра: стрелки двигают её, плюс и минус меняют размер</translation>
    </message>
    <message>
        <source>Drag the frame or its corners. Arrows move it, + and − resize it.</source>
        <translation>Тяните рамку или её углы. Стрелки двигают её, + и − меняют размер.</translation>
    </message>
    <message>
        <source>Suggest</source>
        <translation>Предложить</translation>
    </message>
    <message>
        <source>The square around what stands out</source>
        <translation>Квадрат вокруг того, что бросается в глаза</translation>
    </message>
    <message>
        <source>Whole</source>
        <translation>Целиком</translation>
    </message>
    <message>
        <source>The largest square, in the middle</source>
        <translation>Наибольший квадрат, посередине</translation>
    </message>
    <message>
        <source>What Manul saw</source>
        <translation>Что увидел Манул</translation>
    </message>
    <message>
        <source>Remove from this concept</source>
        <translation>Убрать из понятия</translation>
    </message>
    <message>
        <source>Your own files are never changed.</source>
        <translation>Ваши файлы никогда не меняются.</translation>
    </message>
</context>
<context>
    <name>PictureListModel</name>
    <message>
        <source>Drop or paste more</source>
        <translation>Перетащите или вставьте ещё</translation>
    </message>
</context>
<context>
    <name>PicturePanel</name>
    <message>
        <source>Will be kept beside the copy as a text file</source>
        <translation>Будет храниться рядом с копией, в текстовом файле</translation>
    </message>
    <message>
        <source>Kept beside the picture as {name}</source>
        <translation>Хранится рядом, в {name}</translation>
    </message>
    <message>
        <source>{side} px square, taught at {taught}: sharp enough</source>
        <translation>Квадрат {side} пикс., учим на {taught}: резкости хватает</translation>
    </message>
    <message>
        <source>{side} px square, taught at {taught}: too small, it will look soft</source>
        <translation>Квадрат {side} пикс., учим на {taught}: мало, выйдет мягко</translation>
    </message>
    <message numerus="yes">
        <source>%n left out.</source>
        <translation>
            <numerusform>%n исключена.</numerusform>
            <numerusform>%n исключены.</numerusform>
            <numerusform>%n исключено.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n mirrored.</source>
        <translation>
            <numerusform>%n отражена.</numerusform>
            <numerusform>%n отражены.</numerusform>
            <numerusform>%n отражено.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) chosen</source>
        <translation>
            <numerusform>Выбрана %n картинка</numerusform>
            <numerusform>Выбраны %n картинки</numerusform>
            <numerusform>Выбрано %n картинок</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PlacesSection</name>
    <message>
        <source>Forget it</source>
        <translation>Забыть</translation>
    </message>
    <message>
        <source>No web UI was found on this machine.</source>
        <translation>Веб-интерфейсов на этом компьютере не нашлось.</translation>
    </message>
    <message>
        <source>Those that you browse for are remembered here.</source>
        <translation>Здесь запоминаются модели, которые вы выбрали сами.</translation>
    </message>
    <message>
        <source>Web UIs on this machine</source>
        <translation>Веб-интерфейсы на этом компьютере</translation>
    </message>
    <message>
        <source>Base models of your own</source>
        <translation>Ваши базовые модели</translation>
    </message>
    <message>
        <source>Look in another folder …</source>
        <translation>Искать в другой папке…</translation>
    </message>
</context>
<context>
    <name>PresetActions</name>
    <message>
        <source>A preset of your own</source>
        <translation>Ваш способ</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Переименовать</translation>
    </message>
    <message>
        <source>Delete the preset “{title}”?</source>
        <translation>Удалить способ «{title}»?</translation>
    </message>
    <message>
        <source>Its file goes to the bin. Trainings that used it keep their settings.</source>
        <translation>Его файл отправится в корзину. Обучения, где он взят, сохранят свои настройки.</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Удалить</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Save the preset as a file</source>
        <translation>Сохранить способ в файл</translation>
    </message>
    <message>
        <source>Choose a preset&apos;s file</source>
        <translation>Выберите файл способа</translation>
    </message>
</context>
<context>
    <name>PresetDelegate</name>
    <message>
        <source>{side} px</source>
        <translation>{side} пикс.</translation>
    </message>
</context>
<context>
    <name>PresetDialog</name>
    <message>
        <source>Save</source>
        <translation>Сохранить</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Название</translation>
    </message>
    <message>
        <source>What it is good for</source>
        <translation>Для чего он</translation>
    </message>
</context>
<context>
    <name>PresetPage</name>
    <message>
        <source>It waits for its turn</source>
        <translation>Обучение ждёт своей очереди</translation>
    </message>
    <message>
        <source>It begins when the trainings before it have ended, also without this window.</source>
        <translation>Оно начнётся, когда закончатся обучения перед ним, даже если это окно закрыть.</translation>
    </message>
    <message numerus="yes">
        <source>%n preset(s) of yours cannot be used</source>
        <translation>
            <numerusform>%n ваш способ не годится</numerusform>
            <numerusform>%n ваших способа не годятся</numerusform>
            <numerusform>%n ваших способов не годятся</numerusform>
        </translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>Способ</translation>
    </message>
    <message>
        <source>How Manul should learn</source>
        <translation>Как Манулу учиться</translation>
    </message>
    <message>
        <source>Presets</source>
        <translation>Способы</translation>
    </message>
    <message>
        <source>Open a preset file</source>
        <translation>Открыть файл способа</translation>
    </message>
    <message>
        <source>Switched on so that it fits</source>
        <translation>Включено, чтобы поместилось</translation>
    </message>
    <message>
        <source>Too much even with this switched on</source>
        <translation>Слишком много, даже если включить это</translation>
    </message>
    <message>
        <source>Nothing had to be switched on</source>
        <translation>Ничего включать не пришлось</translation>
    </message>
    <message>
        <source>Memory on this card</source>
        <translation>Память этой видеокарты</translation>
    </message>
    <message>
        <source>Memory on a card of {size} GB</source>
        <translation>Память видеокарты на {size} ГБ</translation>
    </message>
    <message>
        <source>The model</source>
        <translation>Модель</translation>
    </message>
    <message>
        <source>Its optimizer</source>
        <translation>Оптимизатор</translation>
    </message>
    <message>
        <source>Working memory</source>
        <translation>Рабочая память</translation>
    </message>
    <message>
        <source>Other programs</source>
        <translation>Другие программы</translation>
    </message>
    <message>
        <source>Use {method} instead</source>
        <translation>Выбрать: {method}</translation>
    </message>
    <message>
        <source>Show how far it is</source>
        <translation>Показать, как идёт</translation>
    </message>
    <message>
        <source>Set up the engine</source>
        <translation>Настроить движок</translation>
    </message>
    <message>
        <source>The engine is not installed yet</source>
        <translation>Движок ещё не установлен</translation>
    </message>
    <message>
        <source>Describe the concept first</source>
        <translation>Сначала опишите понятие</translation>
    </message>
    <message>
        <source>These settings do not go together</source>
        <translation>Эти настройки не сочетаются</translation>
    </message>
    <message>
        <source>The card cannot be used yet</source>
        <translation>Видеокартой пока нельзя пользоваться</translation>
    </message>
    <message>
        <source>Teach</source>
        <translation>Учить</translation>
    </message>
    <message>
        <source>Add to the queue</source>
        <translation>Поставить в очередь</translation>
    </message>
    <message>
        <source>{steps}, very slow on the processor</source>
        <translation>{steps}, на процессоре очень медленно</translation>
    </message>
</context>
<context>
    <name>PresetSettings</name>
    <message numerus="yes">
        <source>%n that matter</source>
        <translation>
            <numerusform>%n важная</numerusform>
            <numerusform>%n важные</numerusform>
            <numerusform>%n важных</numerusform>
        </translation>
    </message>
    <message>
        <source>Put “{setting}” right first</source>
        <translation>Сначала исправьте «{setting}»</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) from the preset</source>
        <translation>
            <numerusform>%n изменение</numerusform>
            <numerusform>%n изменения</numerusform>
            <numerusform>%n изменений</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PromptsPanel</name>
    <message>
        <source>“{prompt}” lacks the name: write {name} where it belongs.</source>
        <translation>В запросе «{prompt}» нет имени: впишите {name} туда, где ему место.</translation>
    </message>
    <message numerus="yes">
        <source>%n prompt(s) are the most.</source>
        <translation>
            <numerusform>Больше %n запроса нельзя.</numerusform>
            <numerusform>Больше %n запросов нельзя.</numerusform>
            <numerusform>Больше %n запросов нельзя.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>steps: %n picture(s) in all</source>
        <translation>
            <numerusform>шагов: всего %n картинка</numerusform>
            <numerusform>шагов: всего %n картинки</numerusform>
            <numerusform>шагов: всего %n картинок</numerusform>
        </translation>
    </message>
    <message>
        <source>Sample prompts</source>
        <translation>Пробные запросы</translation>
    </message>
    <message>
        <source>Manul paints these as it learns</source>
        <translation>Манул рисует их, пока учится</translation>
    </message>
    <message>
        <source>Add a prompt</source>
        <translation>Добавить запрос</translation>
    </message>
    <message>
        <source>Restore the usual ones</source>
        <translation>Вернуть обычные</translation>
    </message>
    <message>
        <source>Paint them every</source>
        <translation>Рисовать их каждые</translation>
    </message>
    <message>
        <source>Paint them every so many steps</source>
        <translation>Рисовать их каждые столько шагов</translation>
    </message>
</context>
<context>
    <name>QueueDialog</name>
    <message>
        <source>Queue</source>
        <translation>Очередь</translation>
    </message>
    <message>
        <source>Go on with the queue</source>
        <translation>Продолжить очередь</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>Waiting trainings</source>
        <translation>Обучения в очереди</translation>
    </message>
    <message>
        <source>Each begins when the one before it has ended, also without this window.</source>
        <translation>Каждое начнётся, когда закончится предыдущее, даже если это окно закрыть.</translation>
    </message>
    <message>
        <source>The queue stands still: nothing begins until you say so.</source>
        <translation>Очередь стоит: ничего не начнётся, пока вы не скажете.</translation>
    </message>
    <message>
        <source>Nothing waits any more.</source>
        <translation>Больше никто не ждёт.</translation>
    </message>
    <message>
        <source>{name}, run {number}</source>
        <translation>{name}, обучение {number}</translation>
    </message>
    <message>
        <source>Earlier: {name}</source>
        <translation>Раньше: {name}</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>Раньше</translation>
    </message>
    <message>
        <source>Leave the queue: {name}</source>
        <translation>Убрать из очереди: {name}</translation>
    </message>
    <message>
        <source>Leave the queue; the run stays in the library</source>
        <translation>Убрать из очереди; обучение останется в библиотеке</translation>
    </message>
    <message>
        <source>Comes next.</source>
        <translation>Следующее.</translation>
    </message>
    <message>
        <source>Waits for {name}, run {number}.</source>
        <translation>Ждёт: {name}, обучение {number}.</translation>
    </message>
</context>
<context>
    <name>QueuePanel</name>
    <message>
        <source>Waiting for the card</source>
        <translation>Ждём видеокарту</translation>
    </message>
    <message>
        <source>Another training is using the card. This one begins by itself as soon as the card is free.</source>
        <translation>Видеокарту занимает другое обучение. Это начнётся само, как только она освободится.</translation>
    </message>
</context>
<context>
    <name>SampleInspector</name>
    <message>
        <source>Step {step}</source>
        <translation>Шаг {step}</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Запрос</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Зерно</translation>
    </message>
    <message>
        <source>{seed}, the same along the row</source>
        <translation>{seed}, одно на весь ряд</translation>
    </message>
    <message>
        <source>Fixed test</source>
        <translation>Проверка</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>Сохранён</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>да</translation>
    </message>
    <message>
        <source>no</source>
        <translation>нет</translation>
    </message>
    <message>
        <source>Unpin this step</source>
        <translation>Открепить этот шаг</translation>
    </message>
    <message>
        <source>Pin this step</source>
        <translation>Закрепить этот шаг</translation>
    </message>
    <message>
        <source>A pinned step stays as long as there is room for it</source>
        <translation>Закреплённый шаг остаётся, пока для него есть место</translation>
    </message>
    <message>
        <source>Compare with your pictures</source>
        <translation>Сравнить с вашими картинками</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Копировать</translation>
    </message>
    <message>
        <source>Copy the picture</source>
        <translation>Копировать картинку</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Сохранить…</translation>
    </message>
    <message>
        <source>Contact sheet…</source>
        <translation>Лист…</translation>
    </message>
    <message>
        <source>Pull the picture from here into a folder or another program; a click copies it</source>
        <translation>Перетащите картинку отсюда в папку или другую программу; щелчок копирует её</translation>
    </message>
    <message>
        <source>Drag out</source>
        <translation>Вытащить</translation>
    </message>
</context>
<context>
    <name>SampleViewer</name>
    <message>
        <source>Steps through time</source>
        <translation>Шаги по времени</translation>
    </message>
    <message>
        <source>Arrows: time and prompts · Shift with arrows: the line · + and −: zoom</source>
        <translation>Стрелки: время и запросы · Shift со стрелками: граница · + и −: масштаб</translation>
    </message>
</context>
<context>
    <name>SetUpActions</name>
    <message>
        <source>Choose a folder of packages</source>
        <translation>Выберите папку с пакетами</translation>
    </message>
</context>
<context>
    <name>SetUpDialog</name>
    <message>
        <source>Cancelling…</source>
        <translation>Отменяется…</translation>
    </message>
    <message>
        <source>Downloading: {done} of about {whole}</source>
        <translation>Загружаю: {done} из примерно {whole}</translation>
    </message>
    <message>
        <source>Making room</source>
        <translation>Освобождаю место</translation>
    </message>
    <message>
        <source>Unpacking</source>
        <translation>Распаковываю</translation>
    </message>
    <message>
        <source>Putting everything in its place</source>
        <translation>Раскладываю всё по местам</translation>
    </message>
    <message>
        <source>Trying the new engine out</source>
        <translation>Проверяю новый движок</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Продолжить</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Отменено</translation>
    </message>
    <message>
        <source>What has come so far is kept: you can continue.</source>
        <translation>Всё, что уже скачано, сохранено: можно продолжить.</translation>
    </message>
    <message>
        <source>It computes on {device}.</source>
        <translation>Он считает на: {device}.</translation>
    </message>
    <message>
        <source>the processor</source>
        <translation>процессор</translation>
    </message>
    <message>
        <source>The engine is ready</source>
        <translation>Движок готов</translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>Починить</translation>
    </message>
    <message>
        <source>Builds a new engine beside this one, and uses it once it works</source>
        <translation>Собирает новый движок рядом с этим и переходит на него, когда он заработает</translation>
    </message>
    <message>
        <source>Set up</source>
        <translation>Настроить</translation>
    </message>
    <message>
        <source>Set up the engine</source>
        <translation>Настроить движок</translation>
    </message>
    <message>
        <source>The engine does the teaching: PyTorch for this computer, and what goes with it. Everything else can be used meanwhile.</source>
        <translation>Движок занимается обучением: это PyTorch для вашего компьютера и всё, что к нему нужно. Остальным можно пользоваться и без него.</translation>
    </message>
    <message>
        <source>From another folder of packages…</source>
        <translation>Из другой папки с пакетами…</translation>
    </message>
    <message>
        <source>From a folder of packages…</source>
        <translation>Из папки с пакетами…</translation>
    </message>
    <message>
        <source>An engine pack: for a computer without internet</source>
        <translation>Пакет движка: для компьютера без интернета</translation>
    </message>
    <message>
        <source>Back to the former engine</source>
        <translation>Вернуть прежний движок</translation>
    </message>
    <message>
        <source>The one that was used before this one</source>
        <translation>Тот, что был до этого</translation>
    </message>
    <message>
        <source>Teach the demo</source>
        <translation>Учить пример</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
</context>
<context>
    <name>SettingRow</name>
    <message>
        <source>Back to {value}</source>
        <translation>Вернуть {value}</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>Настройки</translation>
    </message>
    <message>
        <source>General</source>
        <translation>Общие</translation>
    </message>
    <message>
        <source>Folders and models</source>
        <translation>Папки и модели</translation>
    </message>
    <message>
        <source>Engine and card</source>
        <translation>Движок и карта</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Сеть</translation>
    </message>
    <message>
        <source>About</source>
        <translation>О программе</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
</context>
<context>
    <name>TensorBoard</name>
    <message>
        <source>It did not answer within a minute.</source>
        <translation>он не ответил за минуту.</translation>
    </message>
    <message>
        <source>It is not installed beside the engine.</source>
        <translation>он не установлен рядом с движком.</translation>
    </message>
    <message>
        <source>TensorBoard could not be opened: {reason}</source>
        <translation>TensorBoard не открылся: {reason}</translation>
    </message>
    <message>
        <source>The losses are on the page Train as well; TensorBoard only shows them again.</source>
        <translation>Те же кривые есть на странице «Обучение»: TensorBoard только показывает их ещё раз.</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>plan changed</source>
        <translation>план изменён</translation>
    </message>
    <message>
        <source>Samples: prompts down, steps across</source>
        <translation>Пробы: запросы вниз, шаги вправо</translation>
    </message>
    <message>
        <source>Scrub through time</source>
        <translation>Листать во времени</translation>
    </message>
    <message>
        <source>How well it knows it</source>
        <translation>Насколько выучено</translation>
    </message>
    <message>
        <source>fixed test</source>
        <translation>проверка</translation>
    </message>
    <message>
        <source>each step</source>
        <translation>каждый шаг</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>сохранён</translation>
    </message>
    <message>
        <source>only painted</source>
        <translation>нарисован</translation>
    </message>
</context>
<context>
    <name>TrainCommands</name>
    <message>
        <source>It pauses after the step at hand, which is kept.</source>
        <translation>Пауза наступит после текущего шага; он будет сохранён.</translation>
    </message>
    <message>
        <source>It goes on in a moment.</source>
        <translation>Сейчас продолжим.</translation>
    </message>
    <message>
        <source>It stops after the step at hand, which is kept.</source>
        <translation>Обучение остановится после текущего шага; он будет сохранён.</translation>
    </message>
    <message>
        <source>After the step at hand the prompts are painted.</source>
        <translation>После текущего шага будут нарисованы запросы.</translation>
    </message>
    <message>
        <source>The step at hand is going to be kept.</source>
        <translation>Текущий шаг будет сохранён.</translation>
    </message>
    <message>
        <source>More steps are being added.</source>
        <translation>Добавляем шаги.</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Дальше</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Пауза</translation>
    </message>
    <message>
        <source>Sample now</source>
        <translation>Проба</translation>
    </message>
    <message>
        <source>Paint the prompts with this step</source>
        <translation>Нарисовать запросы на этом шаге</translation>
    </message>
    <message>
        <source>Save now</source>
        <translation>Сохранить шаг</translation>
    </message>
    <message>
        <source>Keep this step</source>
        <translation>Оставить этот шаг</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Остановить</translation>
    </message>
    <message>
        <source>Stop and keep the state; it can go on</source>
        <translation>Остановить и сохранить состояние; можно будет продолжить</translation>
    </message>
    <message>
        <source>More steps</source>
        <translation>Ещё шаги</translation>
    </message>
    <message>
        <source>Teach it further</source>
        <translation>Учить дальше</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Ещё</translation>
    </message>
    <message>
        <source>Add steps…</source>
        <translation>Добавить шаги…</translation>
    </message>
    <message>
        <source>Save a contact sheet…</source>
        <translation>Сохранить контактный лист…</translation>
    </message>
    <message>
        <source>Open TensorBoard</source>
        <translation>Открыть TensorBoard</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>Открыть папку</translation>
    </message>
    <message>
        <source>It was planned with {total} steps. How many more?</source>
        <translation>Было запланировано шагов: {total}. Сколько ещё?</translation>
    </message>
    <message>
        <source>Add them</source>
        <translation>Добавить</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
</context>
<context>
    <name>TrainPage</name>
    <message>
        <source>Train</source>
        <translation>Обучение</translation>
    </message>
    <message>
        <source>Nothing is being taught yet. Choose a preset first.</source>
        <translation>Пока ничего не учится. Сначала выберите способ.</translation>
    </message>
    <message>
        <source>Teaching {name}</source>
        <translation>Учим {name}</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>{name}, run {number}</source>
        <translation>{name}, обучение {number}</translation>
    </message>
    <message>
        <source>First the model draws pictures of the class, so that it does not forget what else there is. They are kept for later runs.</source>
        <translation>Сначала модель рисует картинки класса, чтобы не забыть всё остальное. Они пригодятся и в следующих обучениях.</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} из {total}</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>Этап</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Шаг</translation>
    </message>
    <message>
        <source>of {total}</source>
        <translation>из {total}</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>Осталось</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Скорость</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Память</translation>
    </message>
    <message>
        <source>at most</source>
        <translation>не больше</translation>
    </message>
    <message>
        <source>Computes on</source>
        <translation>Считает</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>Карта</translation>
    </message>
    <message>
        <source>was {before}</source>
        <translation>было {before}</translation>
    </message>
    <message>
        <source>Resume from step {step}</source>
        <translation>Продолжить с шага {step}</translation>
    </message>
    <message>
        <source>Teach</source>
        <translation>Учить</translation>
    </message>
    <message>
        <source>Export step {step}</source>
        <translation>Экспортировать шаг {step}</translation>
    </message>
    <message>
        <source>This step was not kept</source>
        <translation>Этот шаг не сохранён</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Экспорт</translation>
    </message>
    <message>
        <source>No step is kept yet</source>
        <translation>Ни один шаг ещё не сохранён</translation>
    </message>
</context>
<context>
    <name>TrainingWatch</name>
    <message>
        <source>{name} is taught</source>
        <translation>Модель знает {name}</translation>
    </message>
    <message>
        <source>The training has finished after {step} steps.</source>
        <translation>Обучение закончено, пройдено шагов: {step}.</translation>
    </message>
    <message>
        <source>The training of {name} does not move</source>
        <translation>Обучение {name} стоит на месте</translation>
    </message>
    <message>
        <source>Since step {step} nothing has happened.</source>
        <translation>С шага {step} ничего не происходит.</translation>
    </message>
    <message>
        <source>The training of {name} has ended early</source>
        <translation>Обучение {name} прервалось</translation>
    </message>
    <message>
        <source>At step {step}. What was kept is safe.</source>
        <translation>На шаге {step}. Всё сохранённое цело.</translation>
    </message>
</context>
<context>
    <name>TryPanel</name>
    <message>
        <source>This step was not kept, so it cannot be tried.</source>
        <translation>Этот шаг не сохранён, попробовать его нельзя.</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>Попробовать</translation>
    </message>
    <message>
        <source>What to paint</source>
        <translation>Что нарисовать</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Картинок</translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation>
            <numerusform>%n картинка</numerusform>
            <numerusform>%n картинки</numerusform>
            <numerusform>%n картинок</numerusform>
        </translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Зерно</translation>
    </message>
    <message>
        <source>The noise that painting starts from; the same number gives the same picture</source>
        <translation>Шум, с которого начинается картинка; одно и то же число даёт одну и ту же картинку</translation>
    </message>
    <message>
        <source>Paint</source>
        <translation>Нарисовать</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Wait for it</source>
        <translation>Подождать</translation>
    </message>
    <message>
        <source>Use the processor</source>
        <translation>На процессоре</translation>
    </message>
    <message>
        <source>What was tried</source>
        <translation>Что уже пробовали</translation>
    </message>
</context>
<context>
    <name>Trying</name>
    <message>
        <source>The model is being loaded.</source>
        <translation>Загружается модель.</translation>
    </message>
    <message>
        <source>Waiting until the card is free.</source>
        <translation>Ждём, пока освободится видеокарта.</translation>
    </message>
    <message>
        <source>Painting: {percent} %</source>
        <translation>Рисуем: {percent} %</translation>
    </message>
</context>
<context>
    <name>TurnPanel</name>
    <message>
        <source>Got it</source>
        <translation>Понятно</translation>
    </message>
    <message>
        <source>The card ran out of memory at step {step}. Manul changed the plan and went on.</source>
        <translation>На шаге {step} видеокарте не хватило памяти. Manul изменил план и продолжил.</translation>
    </message>
    <message>
        <source>The plan was changed at step {step}</source>
        <translation>План изменён на шаге {step}</translation>
    </message>
    <message numerus="yes">
        <source>It went on from step {step}, so that %n step(s) were repeated.</source>
        <translation>
            <numerusform>Обучение продолжилось с шага {step}, поэтому %n шаг пройден заново.</numerusform>
            <numerusform>Обучение продолжилось с шага {step}, поэтому %n шага пройдены заново.</numerusform>
            <numerusform>Обучение продолжилось с шага {step}, поэтому %n шагов пройдены заново.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>UnexpectedErrors</name>
    <message>
        <source>Something went wrong</source>
        <translation>Что-то пошло не так</translation>
    </message>
    <message>
        <source>Something went wrong in the window. Your pictures, runs and a running training are not touched.</source>
        <translation>Что-то пошло не так в окне. Ваши картинки, обучения и идущее обучение не затронуты.</translation>
    </message>
    <message>
        <source>This is our mistake. Please report it with the details.</source>
        <translation>Это наша ошибка. Пожалуйста, сообщите о ней с подробностями.</translation>
    </message>
    <message>
        <source>Copy the details</source>
        <translation>Скопировать подробности</translation>
    </message>
</context>
<context>
    <name>VerdictPanels</name>
    <message>
        <source>Show it</source>
        <translation>Показать</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Сравнить</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>Попробовать</translation>
    </message>
    <message>
        <source>It begins to forget everything else of its kind</source>
        <translation>Модель начинает забывать всё остальное такого рода</translation>
    </message>
    <message>
        <source>The fixed test is getting worse</source>
        <translation>Проверка показывает всё худший результат</translation>
    </message>
    <message>
        <source>It has learned nearly all that it will</source>
        <translation>Почти всё, чему можно научиться, уже выучено</translation>
    </message>
    <message>
        <source>Stop here</source>
        <translation>Остановить здесь</translation>
    </message>
</context>
<context>
    <name>ViewerHead</name>
    <message>
        <source>Fit</source>
        <translation>Целиком</translation>
    </message>
    <message>
        <source>As large as fits (0)</source>
        <translation>Насколько помещается (0)</translation>
    </message>
    <message>
        <source>The picture&apos;s own pixels (1)</source>
        <translation>Пиксель в пиксель (1)</translation>
    </message>
    <message>
        <source>Back to the gallery</source>
        <translation>Назад к галерее</translation>
    </message>
</context>
<context>
    <name>WelcomeDialog</name>
    <message>
        <source>Set up the engine</source>
        <translation>Настроить движок</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Начать</translation>
    </message>
    <message>
        <source>Welcome to Manul</source>
        <translation>Добро пожаловать</translation>
    </message>
    <message>
        <source>It teaches Stable Diffusion new things from your pictures, on this computer. All of this can be changed later in the settings.</source>
        <translation>Он учит Stable Diffusion новому по вашим картинкам, прямо на этом компьютере. Всё это можно потом изменить в настройках.</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Позже</translation>
    </message>
    <message>
        <source>From a folder of packages…</source>
        <translation>Из папки с пакетами…</translation>
    </message>
    <message>
        <source>An engine pack: for a computer without internet</source>
        <translation>Пакет движка: для компьютера без интернета</translation>
    </message>
</context>
<context>
    <name>WordsForm</name>
    <message>
        <source>One word that the model already knows</source>
        <translation>Одно слово, которое модель уже знает</translation>
    </message>
    <message>
        <source>DreamBooth and LoRA look at such pictures too, so that others stay others</source>
        <translation>DreamBooth и LoRA смотрят и на такие картинки, чтобы остальные остались собой</translation>
    </message>
    <message>
        <source>A concept keeps its name</source>
        <translation>Имя понятия не меняется</translation>
    </message>
    <message>
        <source>A made-up word: small letters, digits, - and _</source>
        <translation>Выдуманное слово: строчные латинские буквы, цифры, - и _</translation>
    </message>
    <message>
        <source>Free to use: the model does not know this word yet</source>
        <translation>Слово свободно: модель его ещё не знает</translation>
    </message>
    <message>
        <source>Its name</source>
        <translation>Имя</translation>
    </message>
    <message>
        <source>Starts from the word</source>
        <translation>Начать со слова</translation>
    </message>
    <message>
        <source>What others of its kind are called</source>
        <translation>Как называются другие такие же</translation>
    </message>
    <message>
        <source>Suggestions</source>
        <translation>Подсказки</translation>
    </message>
</context>
<context>
    <name>WorkspacePart</name>
    <message>
        <source>All that you teach lies here: pictures, trainings and their files.</source>
        <translation>Здесь лежит всё, чему вы учите: картинки, обучения и их файлы.</translation>
    </message>
    <message>
        <source>{size} are free on its disk.</source>
        <translation>На диске свободно {size}.</translation>
    </message>
    <message>
        <source>{program} would upload this folder</source>
        <translation>{program} будет отправлять эту папку в облако</translation>
    </message>
    <message>
        <source>Trainings take gigabytes here. Choose a folder that stays on this computer.</source>
        <translation>Обучения занимают здесь гигабайты. Выберите папку, которая остаётся только на этом компьютере.</translation>
    </message>
    <message>
        <source>Embeddings and LoRAs need little; a model that is taught as a whole takes several gigabytes for each step that is kept.</source>
        <translation>Эмбеддингам и LoRA нужно немного; модель, которая обучается целиком, занимает несколько гигабайт на каждый сохранённый шаг.</translation>
    </message>
    <message>
        <source>Little room is left here</source>
        <translation>Здесь осталось мало места</translation>
    </message>
    <message>
        <source>Folder with the concepts</source>
        <translation>Папка с понятиями</translation>
    </message>
    <message>
        <source>Choose another folder …</source>
        <translation>Выбрать другую папку…</translation>
    </message>
    <message>
        <source>Back to the usual one</source>
        <translation>Вернуть обычную</translation>
    </message>
</context>
<context>
    <name>_PromptDelegate</name>
    <message>
        <source>A sample prompt</source>
        <translation>Пробный запрос</translation>
    </message>
</context>
<context>
    <name>closing</name>
    <message>
        <source>A training is running.</source>
        <translation>Идёт обучение.</translation>
    </message>
    <message>
        <source>It can go on without the window: the next start finds it again. Or it stops now and keeps its state, to go on later.</source>
        <translation>Оно может продолжаться без окна: при следующем запуске окно его найдёт. Или остановится сейчас и сохранит состояние, чтобы продолжить позже.</translation>
    </message>
    <message>
        <source>Keep training</source>
        <translation>Пусть учится</translation>
    </message>
    <message>
        <source>Stop and keep the state</source>
        <translation>Остановить и сохранить</translation>
    </message>
    <message>
        <source>The engine is being set up.</source>
        <translation>Движок ещё настраивается.</translation>
    </message>
    <message>
        <source>It ends with the window. What has come so far is kept, and the next time it goes on from there.</source>
        <translation>Если закрыть окно, настройка прервётся. Скачанное сохранится, и в следующий раз она продолжится с этого места.</translation>
    </message>
    <message>
        <source>Close and go on later</source>
        <translation>Закрыть и продолжить потом</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>Остаться</translation>
    </message>
</context>
<context>
    <name>comparison</name>
    <message>
        <source>step {step}</source>
        <translation>шаг {step}</translation>
    </message>
    <message>
        <source>tried with step {step}</source>
        <translation>проба с шагом {step}</translation>
    </message>
    <message>
        <source>your picture</source>
        <translation>ваша картинка</translation>
    </message>
</context>
<context>
    <name>delete</name>
    <message>
        <source>“{name}”</source>
        <translation>«{name}»</translation>
    </message>
    <message>
        <source>Run {number} of “{name}”</source>
        <translation>Обучение {number} понятия «{name}»</translation>
    </message>
    <message>
        <source>Move {what} to the recycle bin?</source>
        <translation>Переместить в корзину: {what}?</translation>
    </message>
    <message>
        <source>Its samples and kept steps go with it. What you exported from it stays where it is.</source>
        <translation>Вместе с ним уйдут его образцы и сохранённые шаги. Всё экспортированное останется на месте.</translation>
    </message>
    <message>
        <source>Its pictures, captions, runs and the exports in its own folder go with it. Your original pictures, and what you exported to other places, stay.</source>
        <translation>Вместе с ним уйдут его картинки, подписи, обучения и экспорт из его собственной папки. Исходные картинки и всё, что экспортировано в другие места, останутся.</translation>
    </message>
    <message>
        <source>To the recycle bin</source>
        <translation>В корзину</translation>
    </message>
    <message>
        <source>{what} could not be moved to a recycle bin.</source>
        <translation>{what}: переместить в корзину не удалось.</translation>
    </message>
    <message>
        <source>Drives of the network and some others have none. It can be deleted for good: nobody can bring it back then.</source>
        <translation>На сетевых и некоторых других дисках корзины нет. Можно удалить навсегда: вернуть потом будет нельзя.</translation>
    </message>
    <message>
        <source>Delete for good</source>
        <translation>Удалить навсегда</translation>
    </message>
</context>
<context>
    <name>failures</name>
    <message>
        <source>Set the engine up, then try again. Your pictures and everything that was learned are safe.</source>
        <translation>Установите движок и попробуйте снова. Ваши картинки и всё выученное целы.</translation>
    </message>
    <message>
        <source>Set the engine up again, then resume: what was learned is intact.</source>
        <translation>Установите движок заново и продолжите: выученное цело.</translation>
    </message>
    <message>
        <source>What was kept is safe. Free some space, then press Resume: it goes on from the last kept step.</source>
        <translation>Сохранённое цело. Освободите место и нажмите «Продолжить»: обучение пойдёт с последнего сохранённого шага.</translation>
    </message>
    <message>
        <source>It was moved, renamed or deleted, or its drive is not plugged in. Show Manul where it is now; the training goes on from the last kept step.</source>
        <translation>Её переместили, переименовали или удалили, или её диск не подключён. Покажите, где она теперь; обучение продолжится с последнего сохранённого шага.</translation>
    </message>
    <message>
        <source>Show Manul where the model is that this training began with, or put that one back.</source>
        <translation>Покажите, где модель, с которой это обучение началось, или верните её на место.</translation>
    </message>
    <message>
        <source>Closing other programs that use the card helps too.</source>
        <translation>Помогает и закрыть другие программы, которые занимают видеокарту.</translation>
    </message>
    <message>
        <source>The engine stopped by itself at step {step}</source>
        <translation>Движок остановился сам на шаге {step}</translation>
    </message>
    <message>
        <source>Step {kept} is kept, and so are pictures, captions and samples. Resume goes on from there.</source>
        <translation>Шаг {kept} сохранён, картинки, подписи и пробы тоже. Обучение продолжится оттуда.</translation>
    </message>
    <message>
        <source>Nothing is kept yet; it begins again from the start.</source>
        <translation>Ничего ещё не сохранено; обучение начнётся сначала.</translation>
    </message>
    <message>
        <source>The graphics card&apos;s driver reported an error: this happens when the driver is updated meanwhile or the card is overclocked. If it happens again, save the diagnostics.</source>
        <translation>Драйвер видеокарты сообщил об ошибке: так бывает, если драйвер в это время обновился или видеокарта разогнана. Если это повторится, сохраните диагностику.</translation>
    </message>
    <message>
        <source>The computer&apos;s own memory was full: close other programs before you resume.</source>
        <translation>Закончилась память самого компьютера: закройте другие программы, прежде чем продолжить.</translation>
    </message>
    <message>
        <source>The disk was full: free some space first.</source>
        <translation>Диск был полон: сначала освободите место.</translation>
    </message>
    <message>
        <source>Its log does not say why. The computer may have been switched off, or the system ended it.</source>
        <translation>Почему, в журнале не сказано. Возможно, компьютер выключили или движок завершила система.</translation>
    </message>
    <message>
        <source>Part of what the engine wrote down about this training is damaged and was left out; what is kept is not touched.</source>
        <translation>Часть записей движка об этом обучении повреждена и пропущена; сохранённое не тронуто.</translation>
    </message>
    <message>
        <source>The engine has not moved since step {step}</source>
        <translation>Движок не движется с шага {step}</translation>
    </message>
    <message>
        <source>It may still wake up. If you end it, the kept steps are safe and Resume goes on from the last one.</source>
        <translation>Он ещё может очнуться. Если завершить его, сохранённые шаги останутся, и обучение продолжится с последнего.</translation>
    </message>
    <message>
        <source>End the engine</source>
        <translation>Завершить движок</translation>
    </message>
    <message>
        <source>Free space</source>
        <translation>Освободить место</translation>
    </message>
    <message>
        <source>Choose where it is</source>
        <translation>Показать, где она</translation>
    </message>
    <message>
        <source>Set up the engine</source>
        <translation>Настроить движок</translation>
    </message>
    <message>
        <source>Get the driver</source>
        <translation>Скачать драйвер</translation>
    </message>
    <message>
        <source>Choose other settings</source>
        <translation>Выбрать другие настройки</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>Открыть папку</translation>
    </message>
    <message>
        <source>Save diagnostics</source>
        <translation>Сохранить диагностику</translation>
    </message>
    <message>
        <source>Teach again, ten times more slowly</source>
        <translation>Учить снова, в десять раз медленнее</translation>
    </message>
    <message>
        <source>Teach again, one picture at once</source>
        <translation>Учить снова, по одной картинке</translation>
    </message>
    <message>
        <source>Teach again without pictures of the class</source>
        <translation>Учить снова без картинок класса</translation>
    </message>
    <message>
        <source>Teach again with {side} pixels</source>
        <translation>Учить снова на {side} пикселях</translation>
    </message>
    <message>
        <source>Teach again and let Manul choose</source>
        <translation>Учить снова, выбор за Manul</translation>
    </message>
    <message>
        <source>Teach again from the start</source>
        <translation>Учить снова с начала</translation>
    </message>
</context>
<context>
    <name>freeable</name>
    <message>
        <source>Pictures as the model sees them</source>
        <translation>Картинки в том виде, в каком их видит модель</translation>
    </message>
    <message>
        <source>Made again when they are needed.</source>
        <translation>Понадобятся — будут созданы заново.</translation>
    </message>
    <message>
        <source>What earlier steps need to go on</source>
        <translation>Состояния более ранних шагов</translation>
    </message>
    <message>
        <source>The newest step keeps its own.</source>
        <translation>У последнего шага состояние останется.</translation>
    </message>
    <message>
        <source>What the newest step needs to go on</source>
        <translation>Состояние последнего шага</translation>
    </message>
    <message>
        <source>Without it this run can never go on.</source>
        <translation>Без него это обучение уже не продолжить.</translation>
    </message>
    <message>
        <source>Step {step}</source>
        <translation>Шаг {step}</translation>
    </message>
    <message>
        <source>Curves for TensorBoard</source>
        <translation>Графики для TensorBoard</translation>
    </message>
    <message>
        <source>Manul&apos;s own curves stay.</source>
        <translation>Графики самого Manul останутся.</translation>
    </message>
</context>
<context>
    <name>library</name>
    <message>
        <source>Open it to see why</source>
        <translation>Откройте, чтобы узнать почему</translation>
    </message>
    <message>
        <source>Cannot be read</source>
        <translation>Не читается</translation>
    </message>
    <message>
        <source>Finished, {step} is best</source>
        <translation>Готово, лучший шаг {step}</translation>
    </message>
    <message>
        <source>Run {number} cannot be read</source>
        <translation>Обучение {number} не читается</translation>
    </message>
    <message>
        <source>Stopped at step {step}</source>
        <translation>Остановлено на шаге {step}</translation>
    </message>
    <message>
        <source>Run {number}</source>
        <translation>Обучение {number}</translation>
    </message>
    <message>
        <source>learned “{word}”</source>
        <translation>знает «{word}»</translation>
    </message>
    <message>
        <source>Finished, {step} steps; {best} is the best</source>
        <translation>Готово, шагов: {step}; лучший — {best}</translation>
    </message>
    <message>
        <source>{concepts}, {size} on disk</source>
        <translation>{concepts}, {size} на диске</translation>
    </message>
</context>
<context>
    <name>messages</name>
    <message>
        <source>{problem}</source>
        <comment>error.usage</comment>
        <translation>{problem}</translation>
    </message>
    <message>
        <source>`{command} --help` shows what this command takes.</source>
        <comment>error.usage.advice</comment>
        <translation>`{command} --help` покажет, что принимает эта команда.</translation>
    </message>
    <message>
        <source>There is no picture to learn from.</source>
        <comment>error.no_images</comment>
        <translation>Нет ни одной картинки, чтобы учиться.</translation>
    </message>
    <message>
        <source>Give 5 to 20 pictures (JPEG, PNG, WebP, HEIC ...) or a folder that holds some.</source>
        <comment>error.no_images.advice</comment>
        <translation>Дайте от 5 до 20 картинок (JPEG, PNG, WebP, HEIC…) или папку с ними.</translation>
    </message>
    <message>
        <source>None of these {count} files is a picture that can be read: {names}.</source>
        <comment>error.no_images.unreadable</comment>
        <translation>Ни один из файлов (всего {count}) не читается как картинка: {names}.</translation>
    </message>
    <message>
        <source>Open them in an image viewer; save those that open as JPEG or PNG and try again.</source>
        <comment>error.no_images.unreadable.advice</comment>
        <translation>Откройте их в просмотрщике; те, что откроются, сохраните как JPEG или PNG и попробуйте снова.</translation>
    </message>
    <message>
        <source>Every picture of “{concept}” is left out.</source>
        <comment>error.no_images.excluded</comment>
        <translation>Все картинки «{concept}» не учитываются.</translation>
    </message>
    <message>
        <source>Take at least one picture back in.</source>
        <comment>error.no_images.excluded.advice</comment>
        <translation>Верните хотя бы одну картинку.</translation>
    </message>
    <message>
        <source>There is no picture of the class in “{path}” that can be read.</source>
        <comment>error.no_images.class</comment>
        <translation>В «{path}» нет картинок класса, которые читаются.</translation>
    </message>
    <message>
        <source>Give a folder of pictures with --class-images, or leave it out: then the model draws them.</source>
        <comment>error.no_images.class.advice</comment>
        <translation>Укажите папку с картинками (--class-images) или не указывайте её: тогда их нарисует модель.</translation>
    </message>
    <message>
        <source>“{path}” cannot be read: {reason}.</source>
        <comment>error.unreadable</comment>
        <translation>«{path}» не читается: {reason}.</translation>
    </message>
    <message>
        <source>Check that it exists and that you may open it.</source>
        <comment>error.unreadable.advice</comment>
        <translation>Проверьте, что он есть и что его можно открыть.</translation>
    </message>
    <message>
        <source>“{path}” cannot be read: {reason}.</source>
        <comment>error.unreadable.model</comment>
        <translation>«{path}» не читается: {reason}.</translation>
    </message>
    <message>
        <source>Download it again, or choose another file.</source>
        <comment>error.unreadable.model.advice</comment>
        <translation>Скачайте его заново или выберите другой файл.</translation>
    </message>
    <message>
        <source>No training can go on from “{path}”: {reason}.</source>
        <comment>error.unreadable.embedding</comment>
        <translation>Обучение не может продолжить «{path}»: {reason}.</translation>
    </message>
    <message>
        <source>Choose an embedding&apos;s file: .pt, .bin or .safetensors.</source>
        <comment>error.unreadable.embedding.advice</comment>
        <translation>Выберите файл эмбеддинга: .pt, .bin или .safetensors.</translation>
    </message>
    <message>
        <source>“{path}” was not loaded: {reason}.</source>
        <comment>error.unreadable.foreign_code</comment>
        <translation>«{path}» не загружен: {reason}.</translation>
    </message>
    <message>
        <source>Nothing in it was run. Use the same model as a .safetensors file, which holds numbers only.</source>
        <comment>error.unreadable.foreign_code.advice</comment>
        <translation>Ничего из него не выполнялось. Возьмите ту же модель в файле .safetensors: в нём только числа.</translation>
    </message>
    <message>
        <source>The concept needs a name.</source>
        <comment>error.name_invalid.empty</comment>
        <translation>Понятию нужно имя.</translation>
    </message>
    <message>
        <source>Give it a made-up one, for example “{suggestion}”.</source>
        <comment>error.name_invalid.empty.advice</comment>
        <translation>Придумайте его, например «{suggestion}».</translation>
    </message>
    <message>
        <source>“{name}” cannot be a concept&apos;s name.</source>
        <comment>error.name_invalid.letters</comment>
        <translation>«{name}» не может быть именем понятия.</translation>
    </message>
    <message>
        <source>Use small Latin letters, digits, “-” and “_” only, without spaces: for example “{suggestion}”.</source>
        <comment>error.name_invalid.letters.advice</comment>
        <translation>Только строчные латинские буквы, цифры, «-» и «_», без пробелов: например «{suggestion}».</translation>
    </message>
    <message>
        <source>“{name}” is a word that the model knows already: teaching it would change every prompt with that word.</source>
        <comment>error.name_invalid.word</comment>
        <translation>Слово «{name}» модель уже знает: обучение изменит все запросы с этим словом.</translation>
    </message>
    <message>
        <source>Choose a made-up name, for example “{suggestion}”.</source>
        <comment>error.name_invalid.word.advice</comment>
        <translation>Придумайте имя, например «{suggestion}».</translation>
    </message>
    <message>
        <source>“{name}” ends in an underscore and digits, which other programs read as the second part of another concept.</source>
        <comment>error.name_invalid.number</comment>
        <translation>«{name}» кончается подчёркиванием и цифрами: другие программы примут его за вторую часть другого понятия.</translation>
    </message>
    <message>
        <source>Leave the ending out, for example “{suggestion}”.</source>
        <comment>error.name_invalid.number.advice</comment>
        <translation>Уберите окончание, например «{suggestion}».</translation>
    </message>
    <message>
        <source>“{name}” is too long for a name.</source>
        <comment>error.name_invalid.long</comment>
        <translation>«{name}» слишком длинно для имени.</translation>
    </message>
    <message>
        <source>Use at most {limit} characters, for example “{suggestion}”.</source>
        <comment>error.name_invalid.long.advice</comment>
        <translation>Не больше {limit} знаков, например «{suggestion}».</translation>
    </message>
    <message>
        <source>“{name}” cannot be the name of a folder on Windows.</source>
        <comment>error.name_invalid.reserved</comment>
        <translation>«{name}» не может быть именем папки в Windows.</translation>
    </message>
    <message>
        <source>Choose another name, for example “{suggestion}”.</source>
        <comment>error.name_invalid.reserved.advice</comment>
        <translation>Выберите другое имя, например «{suggestion}».</translation>
    </message>
    <message>
        <source>There is already a concept called “{name}” in {workspace}.</source>
        <comment>error.name_taken</comment>
        <translation>В {workspace} уже есть понятие «{name}».</translation>
    </message>
    <message>
        <source>Choose another name, or add a run to the existing one with --concept.</source>
        <comment>error.name_taken.advice</comment>
        <translation>Выберите другое имя или добавьте обучение к имеющемуся понятию (--concept).</translation>
    </message>
    <message>
        <source>“{word}” is not one token of this base model, so the concept cannot start from it.</source>
        <comment>error.initializer_invalid</comment>
        <translation>«{word}» для этой базовой модели не одно слово, поэтому начать с него нельзя.</translation>
    </message>
    <message>
        <source>Start from one of these: {suggestions}.</source>
        <comment>error.initializer_invalid.advice</comment>
        <translation>Начните с одного из этих: {suggestions}.</translation>
    </message>
    <message>
        <source>Manul may not write to {path}.</source>
        <comment>error.not_writable</comment>
        <translation>Манулу нельзя писать в {path}.</translation>
    </message>
    <message>
        <source>Choose another folder, or give yourself the right to write there.</source>
        <comment>error.not_writable.advice</comment>
        <translation>Выберите другую папку или дайте себе право писать туда.</translation>
    </message>
    <message>
        <source>{path} cannot be made: a file is in the way.</source>
        <comment>error.not_writable.in_the_way</comment>
        <translation>{path} нельзя создать: мешает файл.</translation>
    </message>
    <message>
        <source>Choose another folder, or move that file away.</source>
        <comment>error.not_writable.in_the_way.advice</comment>
        <translation>Выберите другую папку или уберите этот файл.</translation>
    </message>
    <message>
        <source>{path} is not there.</source>
        <comment>error.not_writable.gone</comment>
        <translation>{path} нет на месте.</translation>
    </message>
    <message>
        <source>Plug its drive in again, or choose another folder.</source>
        <comment>error.not_writable.gone.advice</comment>
        <translation>Подключите диск снова или выберите другую папку.</translation>
    </message>
    <message>
        <source>{path} cannot be made: the path is too long.</source>
        <comment>error.not_writable.too_long</comment>
        <translation>{path} нельзя создать: путь слишком длинный.</translation>
    </message>
    <message>
        <source>Choose a folder with a shorter path.</source>
        <comment>error.not_writable.too_long.advice</comment>
        <translation>Выберите папку с путём короче.</translation>
    </message>
    <message>
        <source>The disk is full: {path} could not be written.</source>
        <comment>error.disk_full</comment>
        <translation>Диск полон: {path} не удалось записать.</translation>
    </message>
    <message>
        <source>Free some space and try again; what was written before is safe, and a training that had begun goes on with `resume`.</source>
        <comment>error.disk_full.advice</comment>
        <translation>Освободите место и попробуйте снова; записанное раньше цело, а начатое обучение можно продолжить.</translation>
    </message>
    <message>
        <source>The disk is full: {path} could not be written, and {free} MB are left.</source>
        <comment>error.disk_full.left</comment>
        <translation>Диск полон: {path} не удалось записать, свободно {free} МБ.</translation>
    </message>
    <message>
        <source>Free some space and try again; what was written before is safe, and a training that had begun goes on with `resume`.</source>
        <comment>error.disk_full.left.advice</comment>
        <translation>Освободите место и попробуйте снова; записанное раньше цело, а начатое обучение можно продолжить.</translation>
    </message>
    <message>
        <source>{name} needs {needed} GB more, and {path} has {free} GB left.</source>
        <comment>error.disk_full.download</comment>
        <translation>Для {name} нужно ещё {needed} ГБ, а в {path} свободно {free} ГБ.</translation>
    </message>
    <message>
        <source>Free some space, or name a folder on a larger disk in the variable HF_HUB_CACHE.</source>
        <comment>error.disk_full.download.advice</comment>
        <translation>Освободите место или укажите папку на диске побольше в переменной HF_HUB_CACHE.</translation>
    </message>
    <message>
        <source>There is no preset called “{name}”.</source>
        <comment>error.unknown_preset</comment>
        <translation>Нет способа «{name}».</translation>
    </message>
    <message>
        <source>Choose one of: {choices}; or give the path of a preset file.</source>
        <comment>error.unknown_preset.advice</comment>
        <translation>Выберите один из: {choices}; или укажите файл способа.</translation>
    </message>
    <message>
        <source>The preset “{name}” is for {preset_method}, not for {method}.</source>
        <comment>error.unknown_preset.method</comment>
        <translation>Способ «{name}» — для {preset_method}, а не для {method}.</translation>
    </message>
    <message>
        <source>Leave out one of the two, or choose one of: {choices}.</source>
        <comment>error.unknown_preset.method.advice</comment>
        <translation>Уберите одно из двух или выберите один из: {choices}.</translation>
    </message>
    <message>
        <source>There is no setting called “{name}”.</source>
        <comment>error.unknown_setting</comment>
        <translation>Нет настройки «{name}».</translation>
    </message>
    <message>
        <source>Did you mean {suggestion}?</source>
        <comment>error.unknown_setting.advice</comment>
        <translation>Может быть, {suggestion}?</translation>
    </message>
    <message>
        <source>There is no setting called “{name}”.</source>
        <comment>error.unknown_setting.none</comment>
        <translation>Нет настройки «{name}».</translation>
    </message>
    <message>
        <source>Settings are written like training.learning_rate=0.005.</source>
        <comment>error.unknown_setting.none.advice</comment>
        <translation>Настройки пишутся так: training.learning_rate=0.005.</translation>
    </message>
    <message>
        <source>{name} cannot be changed with --set.</source>
        <comment>error.unknown_setting.option</comment>
        <translation>{name} нельзя менять через --set.</translation>
    </message>
    <message>
        <source>Use {option} instead.</source>
        <comment>error.unknown_setting.option.advice</comment>
        <translation>Используйте {option}.</translation>
    </message>
    <message>
        <source>{name} cannot be “{value}”: {reason}.</source>
        <comment>error.invalid_setting</comment>
        <translation>{name} не может быть «{value}»: {reason}.</translation>
    </message>
    <message>
        <source>{description}</source>
        <comment>error.invalid_setting.advice</comment>
        <translation>{description}</translation>
    </message>
    <message>
        <source>{name} was given no value.</source>
        <comment>error.invalid_setting.no_value</comment>
        <translation>Для {name} не задано значение.</translation>
    </message>
    <message>
        <source>Write it like {name}=VALUE. {description}</source>
        <comment>error.invalid_setting.no_value.advice</comment>
        <translation>Пишите так: {name}=ЗНАЧЕНИЕ. {description}</translation>
    </message>
    <message>
        <source>There is no method called “{name}”.</source>
        <comment>error.invalid_setting.method</comment>
        <translation>Нет метода «{name}».</translation>
    </message>
    <message>
        <source>Choose one of: {choices}.</source>
        <comment>error.invalid_setting.method.advice</comment>
        <translation>Выберите один из: {choices}.</translation>
    </message>
    <message>
        <source>There is no format “{name}” for this method.</source>
        <comment>error.invalid_setting.format</comment>
        <translation>Для этого метода нет формата «{name}».</translation>
    </message>
    <message>
        <source>Choose one of: {choices}.</source>
        <comment>error.invalid_setting.format.advice</comment>
        <translation>Выберите один из: {choices}.</translation>
    </message>
    <message>
        <source>There is no bundled concept “{name}”.</source>
        <comment>error.invalid_setting.concept</comment>
        <translation>Нет встроенного понятия «{name}».</translation>
    </message>
    <message>
        <source>Choose one of: {choices}.</source>
        <comment>error.invalid_setting.concept.advice</comment>
        <translation>Выберите один из: {choices}.</translation>
    </message>
    <message>
        <source>{file} does not fit this base model: its vectors are {width} numbers long, the model&apos;s {wanted}.</source>
        <comment>error.invalid_setting.width</comment>
        <translation>{file} не подходит к этой базовой модели: в его векторах {width} чисел, а у модели {wanted}.</translation>
    </message>
    <message>
        <source>Choose an embedding made for the same family of models, or another base model.</source>
        <comment>error.invalid_setting.width.advice</comment>
        <translation>Выберите эмбеддинг для того же семейства моделей или другую базовую модель.</translation>
    </message>
    <message>
        <source>{path} cannot be read: line {line} is not valid TOML.</source>
        <comment>error.corrupt_config.syntax</comment>
        <translation>{path} не читается: строка {line} — неверный TOML.</translation>
    </message>
    <message>
        <source>Correct that line, or make a new run.</source>
        <comment>error.corrupt_config.syntax.advice</comment>
        <translation>Исправьте эту строку или создайте новое обучение.</translation>
    </message>
    <message>
        <source>{path} is not right at {field}: {reason}.</source>
        <comment>error.corrupt_config.field</comment>
        <translation>В {path} ошибка в {field}: {reason}.</translation>
    </message>
    <message>
        <source>Correct that entry, or make a new run.</source>
        <comment>error.corrupt_config.field.advice</comment>
        <translation>Исправьте эту запись или создайте новое обучение.</translation>
    </message>
    <message>
        <source>{path} is not a UTF-8 text file.</source>
        <comment>error.corrupt_config.encoding</comment>
        <translation>{path} — не текст в UTF-8.</translation>
    </message>
    <message>
        <source>Save it as UTF-8, or make a new run.</source>
        <comment>error.corrupt_config.encoding.advice</comment>
        <translation>Сохраните его в UTF-8 или создайте новое обучение.</translation>
    </message>
    <message>
        <source>{path} was made by a newer Manul (version {version} of its files; this one knows {known}).</source>
        <comment>error.newer_version</comment>
        <translation>{path} создан более новым Манулом (версия файлов {version}; этот знает {known}).</translation>
    </message>
    <message>
        <source>Update Manul; until then this can only be looked at.</source>
        <comment>error.newer_version.advice</comment>
        <translation>Обновите Манул; до тех пор это можно только смотреть.</translation>
    </message>
    <message>
        <source>The base model {path} is not there.</source>
        <comment>error.model_missing</comment>
        <translation>Базовой модели {path} нет.</translation>
    </message>
    <message>
        <source>Check the path, plug in the drive, or choose another base model; `demo` always works.</source>
        <comment>error.model_missing.advice</comment>
        <translation>Проверьте путь, подключите диск или выберите другую базовую модель; `demo` работает всегда.</translation>
    </message>
    <message>
        <source>The base model {name} has not been downloaded yet.</source>
        <comment>error.model_missing.hub</comment>
        <translation>Базовая модель {name} ещё не скачана.</translation>
    </message>
    <message>
        <source>Download it with: manul-train download {name}</source>
        <comment>error.model_missing.hub.advice</comment>
        <translation>Скачайте её: manul-train download {name}</translation>
    </message>
    <message>
        <source>“{name}” is not the name of a model on the Hugging Face hub.</source>
        <comment>error.model_missing.no_id</comment>
        <translation>«{name}» — не имя модели на Hugging Face.</translation>
    </message>
    <message>
        <source>Such names are written owner/name, for example stable-diffusion-v1-5/stable-diffusion-v1-5.</source>
        <comment>error.model_missing.no_id.advice</comment>
        <translation>Такие имена пишутся владелец/имя, например stable-diffusion-v1-5/stable-diffusion-v1-5.</translation>
    </message>
    <message>
        <source>The base model {name} is not on this machine, and the Hugging Face hub cannot be reached.</source>
        <comment>error.model_missing.offline</comment>
        <translation>Базовой модели {name} нет на этом компьютере, а связаться с Hugging Face не удаётся.</translation>
    </message>
    <message>
        <source>Connect to the internet (and unset HF_HUB_OFFLINE if it is set), or give the path of a model on this machine; `demo` always works.</source>
        <comment>error.model_missing.offline.advice</comment>
        <translation>Подключитесь к интернету (и уберите HF_HUB_OFFLINE, если она задана) или укажите путь к модели на этом компьютере; `demo` работает всегда.</translation>
    </message>
    <message>
        <source>The Hugging Face hub has no model called {name}, or it is private.</source>
        <comment>error.model_missing.no_such_model</comment>
        <translation>На Hugging Face нет модели {name}, или она закрытая.</translation>
    </message>
    <message>
        <source>Check the spelling, or the path if you meant one; for a private model log in with `hf auth login`.</source>
        <comment>error.model_missing.no_such_model.advice</comment>
        <translation>Проверьте, как написано имя, или путь, если это был путь; для закрытой модели войдите: `hf auth login`.</translation>
    </message>
    <message>
        <source>The Hugging Face hub does not let you download {name}.</source>
        <comment>error.model_missing.forbidden</comment>
        <translation>Hugging Face не даёт вам скачать {name}.</translation>
    </message>
    <message>
        <source>Accept its licence on the model&apos;s page, log in with `hf auth login`, and give the command again.</source>
        <comment>error.model_missing.forbidden.advice</comment>
        <translation>Примите лицензию на странице модели, войдите (`hf auth login`) и повторите команду.</translation>
    </message>
    <message>
        <source>{name} on the Hugging Face hub is not a diffusers folder: it has no model_index.json.</source>
        <comment>error.model_missing.no_folder</comment>
        <translation>{name} на Hugging Face — не папка diffusers: в ней нет model_index.json.</translation>
    </message>
    <message>
        <source>Choose a model whose list of files has one; `demo` always works.</source>
        <comment>error.model_missing.no_folder.advice</comment>
        <translation>Выберите модель, у которой он есть в списке файлов; `demo` работает всегда.</translation>
    </message>
    <message>
        <source>{name} on the Hugging Face hub has no {component} that Manul can read.</source>
        <comment>error.model_missing.no_part</comment>
        <translation>У {name} на Hugging Face нет части {component}, которую Манул может прочесть.</translation>
    </message>
    <message>
        <source>Choose another model; `demo` always works.</source>
        <comment>error.model_missing.no_part.advice</comment>
        <translation>Выберите другую модель; `demo` работает всегда.</translation>
    </message>
    <message>
        <source>The Hugging Face hub cannot give {name} right now (it answered {status}).</source>
        <comment>error.model_missing.unavailable</comment>
        <translation>Hugging Face сейчас не отдаёт {name} (ответ: {status}).</translation>
    </message>
    <message>
        <source>Give the command again later; what was downloaded is kept.</source>
        <comment>error.model_missing.unavailable.advice</comment>
        <translation>Повторите команду позже; скачанное сохранено.</translation>
    </message>
    <message>
        <source>The download of {name} was cut off.</source>
        <comment>error.model_missing.cut</comment>
        <translation>Скачивание {name} прервалось.</translation>
    </message>
    <message>
        <source>What was downloaded is kept: give the command again, and it goes on from there.</source>
        <comment>error.model_missing.cut.advice</comment>
        <translation>Скачанное сохранено: повторите команду, и она продолжит с того же места.</translation>
    </message>
    <message>
        <source>{file} of {name} arrived damaged.</source>
        <comment>error.model_missing.damaged</comment>
        <translation>Файл {file} модели {name} скачался повреждённым.</translation>
    </message>
    <message>
        <source>Give the command again: this file is downloaded anew, the others are kept.</source>
        <comment>error.model_missing.damaged.advice</comment>
        <translation>Повторите команду: этот файл скачается заново, остальные сохранены.</translation>
    </message>
    <message>
        <source>The base model {path} is missing its {component}.</source>
        <comment>error.model_incomplete</comment>
        <translation>В базовой модели {path} не хватает части {component}.</translation>
    </message>
    <message>
        <source>Download the model again, whole, or choose another one; `demo` always works.</source>
        <comment>error.model_incomplete.advice</comment>
        <translation>Скачайте модель заново целиком или выберите другую; `demo` работает всегда.</translation>
    </message>
    <message>
        <source>The base model {path} is damaged: {file} cannot be read.</source>
        <comment>error.model_incomplete.damaged</comment>
        <translation>Базовая модель {path} повреждена: {file} не читается.</translation>
    </message>
    <message>
        <source>Download the model again, or choose another one; `demo` always works.</source>
        <comment>error.model_incomplete.damaged.advice</comment>
        <translation>Скачайте модель заново или выберите другую; `demo` работает всегда.</translation>
    </message>
    <message>
        <source>The base model {path} is incomplete: {name} is missing from its {component}, or has another shape.</source>
        <comment>error.model_incomplete.tensor</comment>
        <translation>Базовая модель {path} неполна: в части {component} нет {name}, или он другой формы.</translation>
    </message>
    <message>
        <source>Download the model again, whole, or choose another one; `demo` always works.</source>
        <comment>error.model_incomplete.tensor.advice</comment>
        <translation>Скачайте модель заново целиком или выберите другую; `demo` работает всегда.</translation>
    </message>
    <message>
        <source>The VAE of {path} gives nothing usable for {file}.</source>
        <comment>error.model_incomplete.not_finite</comment>
        <translation>VAE модели {path} не даёт для {file} ничего пригодного.</translation>
    </message>
    <message>
        <source>Set training.mixed_precision to bf16 or fp32, or choose a base model with a repaired VAE.</source>
        <comment>error.model_incomplete.not_finite.advice</comment>
        <translation>Задайте training.mixed_precision bf16 или fp32 либо выберите базовую модель с исправленным VAE.</translation>
    </message>
    <message>
        <source>Manul cannot teach {path}: it is {what}.</source>
        <comment>error.model_unsupported</comment>
        <translation>Манул не может обучить {path}: это {what}.</translation>
    </message>
    <message>
        <source>Use a checkpoint of Stable Diffusion 1.x, 2.x or SDXL, or `demo`.</source>
        <comment>error.model_unsupported.advice</comment>
        <translation>Возьмите модель Stable Diffusion 1.x, 2.x или SDXL либо `demo`.</translation>
    </message>
    <message>
        <source>The base model {path} is not the one that this run began with.</source>
        <comment>error.model_changed</comment>
        <translation>Базовая модель {path} — не та, с которой началось это обучение.</translation>
    </message>
    <message>
        <source>Put the old model back, or make a new run with this one.</source>
        <comment>error.model_changed.advice</comment>
        <translation>Верните прежнюю модель или начните с этой новое обучение.</translation>
    </message>
    <message>
        <source>Train it first, or let it go on if it was stopped: manul-train run or manul-train resume.</source>
        <comment>error.step_missing.none.advice</comment>
        <translation>Сначала обучите его или, если он был остановлен, продолжите: manul-train run или manul-train resume.</translation>
    </message>
    <message>
        <source>A training is using the card right now, and two do not fit on it.</source>
        <comment>error.card_busy</comment>
        <translation>Видеокарта сейчас занята обучением, и два сразу на ней не поместятся.</translation>
    </message>
    <message>
        <source>Make a new run with a smaller learning rate, such as {suggestion} (this one used {learning_rate}); the steps kept before are intact.</source>
        <comment>error.loss_not_finite.advice</comment>
        <translation>Начните новое обучение с меньшей скоростью обучения, например {suggestion} (здесь была {learning_rate}); сохранённые раньше шаги целы.</translation>
    </message>
    <message>
        <source>Connect to the internet and continue: what has come so far is kept. A proxy or a mirror of your own is named in the settings, under Network.</source>
        <comment>error.engine_setup.no_network.advice</comment>
        <translation>Подключитесь к интернету и продолжите: всё, что уже скачано, сохранено. Прокси или своё зеркало указываются в настройках, в разделе «Сеть».</translation>
    </message>
    <message>
        <source>Continue: what is damaged is downloaded again; if it was left over from an earlier try, everything is.</source>
        <comment>error.engine_setup.damaged.advice</comment>
        <translation>Продолжите: повреждённое скачается заново; если оно осталось от прежней попытки, заново скачается всё.</translation>
    </message>
    <message>
        <source>Check the mirror in the settings, or the folder that you chose, and continue.</source>
        <comment>error.engine_setup.not_found.advice</comment>
        <translation>Проверьте зеркало в настройках или выбранную папку и продолжите.</translation>
    </message>
    <message>
        <source>{count} pictures: enough for a first look; {kind} wants {wanted} or more.</source>
        <comment>advice.few</comment>
        <translation>Картинок: {count}. Для первого взгляда хватит, но для {kind} нужно {wanted} или больше.</translation>
    </message>
    <message>
        <source>{count} pictures: plenty for {kind}.</source>
        <comment>advice.enough</comment>
        <translation>Картинок: {count}. Для {kind} достаточно.</translation>
    </message>
    <message>
        <source>an object</source>
        <comment>advice.of_object</comment>
        <translation>предмета</translation>
    </message>
    <message>
        <source>a person</source>
        <comment>advice.of_person</comment>
        <translation>человека</translation>
    </message>
    <message>
        <source>an animal</source>
        <comment>advice.of_animal</comment>
        <translation>животного</translation>
    </message>
    <message>
        <source>a style</source>
        <comment>advice.of_style</comment>
        <translation>стиля</translation>
    </message>
    <message>
        <source>To save memory, pictures of the concept and of its class take turns: of {steps} steps half are for each. Where too little is learned, add steps.</source>
        <comment>note.take_turns</comment>
        <translation>Чтобы экономить память, картинки понятия и его класса чередуются: из {steps} шагов на каждые приходится половина. Если выучено мало, добавьте шагов.</translation>
    </message>
    <message>
        <source>Since about step {step} the fixed test hardly moves. What comes now is learned more and more by heart: you may stop here, nothing is lost.</source>
        <comment>converged</comment>
        <translation>Примерно с шага {step} результат проверки почти не меняется. Дальше картинки всё больше заучиваются наизусть: можно остановиться, ничего не потеряется.</translation>
    </message>
    <message>
        <source>The pictures that are only tested with were known best at step {step}; the fixed test is {percent} % worse now. The others are being learned by heart.</source>
        <comment>warning.held_out</comment>
        <translation>Картинки, отложенные для проверки, модель лучше всего знала на шаге {step}; сейчас проверка на {percent} % хуже. Остальные картинки заучиваются наизусть.</translation>
    </message>
    <message>
        <source>The fixed test was best at step {step} and is {percent} % worse now. The learning rate may be too high.</source>
        <comment>warning.unlearning</comment>
        <translation>Лучший результат проверки был на шаге {step}, сейчас он на {percent} % хуже. Возможно, скорость обучения слишком велика.</translation>
    </message>
    <message>
        <source>At step {step} the model knows its class {percent} % worse than before the training: whatever is of that kind begins to look like these pictures.</source>
        <comment>warning.class</comment>
        <translation>На шаге {step} модель знает свой класс на {percent} % хуже, чем до обучения: всё такого рода начинает походить на эти картинки.</translation>
    </message>
    <message>
        <source>The pictures that are only tested with are known about best there: the fixed test is {percent} % better than before the training.</source>
        <comment>suggestion.held_out</comment>
        <translation>Картинки, отложенные для проверки, модель знает здесь едва ли не лучше всего: результат проверки на {percent} % лучше, чем до обучения.</translation>
    </message>
    <message>
        <source>It knows at least nine tenths of what was learned until the fixed test levelled off at step {step}: the test is {percent} % better than before the training.</source>
        <comment>suggestion.levelled</comment>
        <translation>Здесь выучено не меньше девяти десятых того, что было выучено к шагу {step}, когда проверка перестала меняться: её результат на {percent} % лучше, чем до обучения.</translation>
    </message>
    <message>
        <source>It knows at least nine tenths of all that was learned: the fixed test is {percent} % better than before the training.</source>
        <comment>suggestion.enough</comment>
        <translation>Здесь выучено не меньше девяти десятых всего, что вообще выучено: результат проверки на {percent} % лучше, чем до обучения.</translation>
    </message>
    <message>
        <source>Of the kept steps it did best in the fixed test: {percent} % better than before the training.</source>
        <comment>suggestion.lowest</comment>
        <translation>Из сохранённых шагов у него лучший результат проверки: на {percent} % лучше, чем до обучения.</translation>
    </message>
    <message>
        <source>The fixed test never became better than before the training; this step is the least bad.</source>
        <comment>suggestion.not_learned</comment>
        <translation>Результат проверки так и не стал лучше, чем до обучения; этот шаг — наименее плохой.</translation>
    </message>
    <message>
        <source>The class is known as well as before.</source>
        <comment>suggestion.class_steady</comment>
        <translation>Класс модель знает так же хорошо, как прежде.</translation>
    </message>
    <message>
        <source>The class is known {percent} % worse than before.</source>
        <comment>suggestion.class</comment>
        <translation>Класс модель знает на {percent} % хуже, чем прежде.</translation>
    </message>
    <message>
        <source>Of the steps that know enough, its samples look most like the pictures ({model}: {likeness}).</source>
        <comment>suggestion.likeness</comment>
        <translation>Среди достаточно обученных шагов его пробы больше всего похожи на картинки ({model}: {likeness}).</translation>
    </message>
    <message>
        <source>Likeness to the pictures was not measured: this machine has no DINO or CLIP weights.</source>
        <comment>suggestion.no_likeness</comment>
        <translation>Сходство с картинками не измерялось: на этом компьютере нет весов DINO или CLIP.</translation>
    </message>
    <message>
        <source>{tool} does not look for this in {path}, but in {expected}.</source>
        <comment>note.not_looked_in</comment>
        <translation>{tool} ищет такие файлы не в {path}, а в {expected}.</translation>
    </message>
    <message>
        <source>This is the last kept step, {step}. Manul would take step {suggested}: --step {suggested}.</source>
        <comment>note.other_step</comment>
        <translation>Это последний сохранённый шаг, {step}. Manul взял бы шаг {suggested}: --step {suggested}.</translation>
    </message>
    <message>
        <source>This is step {step}, the last one that was kept.</source>
        <comment>note.last_step</comment>
        <translation>Это шаг {step}, последний из сохранённых.</translation>
    </message>
    <message>
        <source>ComfyUI will draw this differently: with layer norm it activates the last layer too. Teach it with method.activate_output=true for both to be alike.</source>
        <comment>note.comfyui_activates</comment>
        <translation>ComfyUI нарисует иначе: при нормировке слоёв он применяет активацию и к последнему слою. Чтобы было одинаково, учите с method.activate_output=true.</translation>
    </message>
    <message>
        <source>This was taught to the demo model and fits no other: it is for trying out the way there.</source>
        <comment>note.demo_only</comment>
        <translation>Этому училась демо-модель, к другим это не подходит: так можно попробовать весь путь.</translation>
    </message>
    <message>
        <source>{tool} is running and has it now.</source>
        <comment>refresh.shown</comment>
        <translation>{tool} работает и уже видит файл.</translation>
    </message>
    <message>
        <source>{tool} is running and has it now. {click}</source>
        <comment>refresh.shown_after</comment>
        <translation>{tool} работает и уже видит файл. {click}</translation>
    </message>
    <message>
        <source>{tool} is running and has it now, but the model loaded there is of another family: it can be used as soon as a fitting one is loaded.</source>
        <comment>refresh.skipped</comment>
        <translation>{tool} работает и уже видит файл, но сейчас там загружена модель другого семейства: файл пригодится, как только загрузят подходящую.</translation>
    </message>
    <message>
        <source>{tool} is not running; it finds the file when it starts.</source>
        <comment>refresh.not_running</comment>
        <translation>{tool} сейчас не запущен; при запуске он найдёт файл сам.</translation>
    </message>
    <message>
        <source>The {tool} at {address} does not see the file: it seems to read other folders.</source>
        <comment>refresh.not_shown</comment>
        <translation>{tool} по адресу {address} не видит файл: похоже, он читает другие папки.</translation>
    </message>
    <message>
        <source>{tool} is running but has not seen the file yet. {click}</source>
        <comment>refresh.by_hand</comment>
        <translation>{tool} работает, но файл ещё не увидел. {click}</translation>
    </message>
    <message>
        <source>{tool} is running, but its API is off. {click}</source>
        <comment>refresh.api_off</comment>
        <translation>{tool} работает, но его API выключен. {click}</translation>
    </message>
    <message>
        <source>{tool} is running, but asks for a password. {click}</source>
        <comment>refresh.login</comment>
        <translation>{tool} работает, но просит пароль. {click}</translation>
    </message>
    <message>
        <source>The {tool} at {address} does not answer: it may be busy. {click}</source>
        <comment>refresh.too_slow</comment>
        <translation>{tool} по адресу {address} не отвечает: возможно, занят. {click}</translation>
    </message>
    <message>
        <source>{tool} was not told: another program answers at {address}. If {tool} is running, it finds the file when it starts again, or give its address with --api.</source>
        <comment>refresh.stranger</comment>
        <translation>{tool} ничего не узнал: по адресу {address} отвечает другая программа. Если {tool} запущен, он найдёт файл при следующем запуске; или укажите его адрес (--api).</translation>
    </message>
    <message>
        <source>{tool} did not take the file: {reason}</source>
        <comment>refresh.refused</comment>
        <translation>{tool} не принял файл: {reason}</translation>
    </message>
    <message>
        <source>{tool} is not running. Once it is: {click}</source>
        <comment>refresh.not_installed</comment>
        <translation>{tool} сейчас не запущен. Когда запустите: {click}</translation>
    </message>
    <message>
        <source>Press the refresh button in its “{tab}” tab.</source>
        <comment>click.tab</comment>
        <translation>Нажмите кнопку обновления на вкладке «{tab}».</translation>
    </message>
    <message>
        <source>Press the refresh button beside its list of checkpoints.</source>
        <comment>click.checkpoint</comment>
        <translation>Нажмите кнопку обновления рядом со списком моделей.</translation>
    </message>
    <message>
        <source>Press R in its page, so that its lists show the file.</source>
        <comment>click.comfyui</comment>
        <translation>Нажмите R на его странице, чтобы файл появился в списках.</translation>
    </message>
    <message>
        <source>Press the refresh button of its Networks panel.</source>
        <comment>click.sdnext</comment>
        <translation>Нажмите кнопку обновления на панели Networks.</translation>
    </message>
    <message>
        <source>Open its Model Manager, choose Add Models, and enter {path} as a local path.</source>
        <comment>click.invokeai</comment>
        <translation>Откройте Model Manager, выберите Add Models и введите {path} как локальный путь.</translation>
    </message>
    <message>
        <source>The training engine is not installed ({package} is missing).</source>
        <comment>error.engine_missing</comment>
        <translation>Движок обучения не установлен (нет {package}).</translation>
    </message>
    <message>
        <source>There are more than {limit} pictures in what was given.</source>
        <comment>error.no_images.too_many</comment>
        <translation>Картинок больше {limit}.</translation>
    </message>
    <message>
        <source>Give a folder that holds what you want to teach and nothing else: 5 to 20 pictures are enough.</source>
        <comment>error.no_images.too_many.advice</comment>
        <translation>Укажите папку, в которой только то, чему нужно научить: хватит 5–20 картинок.</translation>
    </message>
    <message>
        <source>“{path}” holds more than {limit} files and folders.</source>
        <comment>error.no_images.too_many_files</comment>
        <translation>В папке «{path}» больше {limit} файлов и папок.</translation>
    </message>
    <message>
        <source>Give a folder that holds what you want to teach and nothing else: 5 to 20 pictures are enough.</source>
        <comment>error.no_images.too_many_files.advice</comment>
        <translation>Укажите папку, в которой только то, чему нужно научить: хватит 5–20 картинок.</translation>
    </message>
    <message>
        <source>“{path}” is a link that leads out of its folder, so nothing in that folder was opened.</source>
        <comment>error.unreadable.leads_out</comment>
        <translation>«{path}» — ссылка, которая ведёт за пределы своей папки, поэтому в этой папке ничего не открывалось.</translation>
    </message>
    <message>
        <source>If the folder is your own, put the files themselves there; if somebody gave it to you, do not trust it.</source>
        <comment>error.unreadable.leads_out.advice</comment>
        <translation>Если папка ваша, положите туда сами файлы; если её вам дали, не доверяйте ей.</translation>
    </message>
    <message>
        <source>No training can go on from “{path}”: {reason}.</source>
        <comment>error.unreadable.lora</comment>
        <translation>Обучение не может продолжить «{path}»: {reason}.</translation>
    </message>
    <message>
        <source>Choose another LoRA: a .safetensors file that was made for the same family of models.</source>
        <comment>error.unreadable.lora.advice</comment>
        <translation>Выберите другую LoRA: файл .safetensors, сделанный для того же семейства моделей.</translation>
    </message>
    <message>
        <source>This training cannot go on from “{path}”: {reason}.</source>
        <comment>error.unreadable.lora_settings</comment>
        <translation>Это обучение не может продолжить «{path}»: {reason}.</translation>
    </message>
    <message>
        <source>Start a new run with that changed (--set), or choose another LoRA.</source>
        <comment>error.unreadable.lora_settings.advice</comment>
        <translation>Создайте новый запуск с другой настройкой (--set) или выберите другую LoRA.</translation>
    </message>
    <message>
        <source>No training can go on from “{path}”: {reason}.</source>
        <comment>error.unreadable.hypernetwork</comment>
        <translation>Обучение не может продолжить «{path}»: {reason}.</translation>
    </message>
    <message>
        <source>Choose a hypernetwork&apos;s .pt file as AUTOMATIC1111 or Manul writes it.</source>
        <comment>error.unreadable.hypernetwork.advice</comment>
        <translation>Выберите файл гиперсети .pt, записанный AUTOMATIC1111 или Manul.</translation>
    </message>
    <message>
        <source>{path} could not be moved: another program has it, or a file in it, open.</source>
        <comment>error.not_writable.in_use</comment>
        <translation>{path} не удалось переместить: эта папка или файл в ней открыты в другой программе.</translation>
    </message>
    <message>
        <source>Close the programs that show its pictures or its folder, and try again. Nothing was changed.</source>
        <comment>error.not_writable.in_use.advice</comment>
        <translation>Закройте программы, которые показывают эту папку или её картинки, и попробуйте снова. Ничего не изменилось.</translation>
    </message>
    <message>
        <source>{needed} GB are needed for {path}, and its disk has {free} GB left.</source>
        <comment>error.disk_full.space</comment>
        <translation>Для {path} нужно {needed} ГБ, а на диске свободно {free} ГБ.</translation>
    </message>
    <message>
        <source>Free some space, or use a larger disk: --workspace or MANUL_WORKSPACE says where concepts lie, --to where an export goes.</source>
        <comment>error.disk_full.space.advice</comment>
        <translation>Освободите место или возьмите диск побольше: --workspace или MANUL_WORKSPACE задают, где лежат понятия, --to — куда экспортировать.</translation>
    </message>
    <message>
        <source>There is a preset called “{name}” already.</source>
        <comment>error.name_taken.preset</comment>
        <translation>Способ с названием «{name}» уже есть.</translation>
    </message>
    <message>
        <source>Give it another name, or change the one that is there.</source>
        <comment>error.name_taken.preset.advice</comment>
        <translation>Дайте ему другое название или измените тот, что есть.</translation>
    </message>
    <message>
        <source>8-bit AdamW and Adafactor are two optimizers, and a training has one.</source>
        <comment>error.measures_excluded.optimizers</comment>
        <translation>8-битный AdamW и Adafactor — два разных оптимизатора, а у обучения он один.</translation>
    </message>
    <message>
        <source>Leave one of the two out; Adafactor needs the least memory.</source>
        <comment>error.measures_excluded.optimizers.advice</comment>
        <translation>Уберите один из них; меньше всего памяти нужно Adafactor.</translation>
    </message>
    <message>
        <source>The base model can be packed into 8 bits or into 4, not into both.</source>
        <comment>error.measures_excluded.bases</comment>
        <translation>Базовую модель можно упаковать в 8 бит или в 4, но не в те и другие сразу.</translation>
    </message>
    <message>
        <source>Leave one of the two out; 4 bits need the least memory, 8 lose the least.</source>
        <comment>error.measures_excluded.bases.advice</comment>
        <translation>Уберите одно из двух: 4 бита занимают меньше всего памяти, 8 бит теряют меньше всего точности.</translation>
    </message>
    <message>
        <source>With stochastic rounding the weights are kept in 16 bits alone, so there can be no 32-bit copy of them.</source>
        <comment>error.measures_excluded.weights</comment>
        <translation>При случайном округлении веса хранятся только в 16 битах, поэтому их 32-битной копии быть не может.</translation>
    </message>
    <message>
        <source>Leave one of the two out: rounding needs half the memory, the 32-bit copy works on cards without bfloat16.</source>
        <comment>error.measures_excluded.weights.advice</comment>
        <translation>Уберите одно из двух: округлению нужно вдвое меньше памяти, а 32-битная копия работает и на картах без bfloat16.</translation>
    </message>
    <message>
        <source>The base model cannot be packed into 8 or 4 bits with {method}: it is the base model that is taught.</source>
        <comment>error.measures_excluded.base_is_taught</comment>
        <translation>С методом {method} базовую модель нельзя упаковать в 8 или 4 бита: обучается именно она.</translation>
    </message>
    <message>
        <source>Set memory.frozen_base to auto, or choose lora or textual_inversion.</source>
        <comment>error.measures_excluded.base_is_taught.advice</comment>
        <translation>Верните memory.frozen_base значение auto или выберите lora либо textual_inversion.</translation>
    </message>
    <message>
        <source>Only the base model of SDXL can be packed into 8 or 4 bits: that of {family} is made of other layers, and hardly any memory would be saved.</source>
        <comment>error.measures_excluded.family</comment>
        <translation>Упаковать в 8 или 4 бита можно только базовую модель SDXL: модель {family} состоит из других слоёв, и память это почти не сбережёт.</translation>
    </message>
    <message>
        <source>Set memory.frozen_base to auto, or leave int8_base and nf4_base out.</source>
        <comment>error.measures_excluded.family.advice</comment>
        <translation>Верните memory.frozen_base значение auto или уберите int8_base и nf4_base.</translation>
    </message>
    <message>
        <source>Prompts cannot be encoded once for all steps where a new word or the text encoder is taught: they change with it.</source>
        <comment>error.measures_excluded.text</comment>
        <translation>Подсказки нельзя закодировать один раз на все шаги, если обучается новое слово или текстовый кодировщик: меняются и они.</translation>
    </message>
    <message>
        <source>Leave cache_text out.</source>
        <comment>error.measures_excluded.text.advice</comment>
        <translation>Уберите cache_text.</translation>
    </message>
    <message>
        <source>Stochastic rounding is for methods that teach the whole model: what {method} teaches is small and always kept in 32 bits.</source>
        <comment>error.measures_excluded.small_parts</comment>
        <translation>Случайное округление — для методов, которые обучают всю модель: то, что обучает {method}, невелико и всегда хранится в 32 битах.</translation>
    </message>
    <message>
        <source>Set memory.stochastic_rounding to auto.</source>
        <comment>error.measures_excluded.small_parts.advice</comment>
        <translation>Верните memory.stochastic_rounding значение auto.</translation>
    </message>
    <message>
        <source>What {method} teaches is always kept in 32 bits, so there is no copy to add.</source>
        <comment>error.measures_excluded.small_parts_master</comment>
        <translation>То, что обучает {method}, и так всегда хранится в 32 битах: добавлять копию незачем.</translation>
    </message>
    <message>
        <source>Leave fp32_master out.</source>
        <comment>error.measures_excluded.small_parts_master.advice</comment>
        <translation>Уберите fp32_master.</translation>
    </message>
    <message>
        <source>Moving each weight during the backward pass leaves no gradients to add up over {count} batches.</source>
        <comment>error.measures_excluded.accumulation</comment>
        <translation>Если каждый вес сдвигается прямо во время обратного прохода, не остаётся градиентов, которые можно сложить за несколько проходов ({count}).</translation>
    </message>
    <message>
        <source>Set training.gradient_accumulation_steps to 1, or memory.step_in_backward to off; a larger training.train_batch_size has the same effect.</source>
        <comment>error.measures_excluded.accumulation.advice</comment>
        <translation>Поставьте training.gradient_accumulation_steps = 1 или memory.step_in_backward = off; того же можно добиться большим training.train_batch_size.</translation>
    </message>
    <message>
        <source>Stochastic rounding keeps the weights in bfloat16, and this training computes in {precision}.</source>
        <comment>error.measures_excluded.precision</comment>
        <translation>При случайном округлении веса хранятся в bfloat16, а это обучение считает в {precision}.</translation>
    </message>
    <message>
        <source>Set memory.stochastic_rounding to auto, or training.mixed_precision to bf16 on a card that has it (RTX 30 and newer).</source>
        <comment>error.measures_excluded.precision.advice</comment>
        <translation>Верните memory.stochastic_rounding значение auto или поставьте training.mixed_precision = bf16 на карте, которая его умеет (RTX 30 и новее).</translation>
    </message>
    <message>
        <source>A training that computes in fp32 has its weights in 32 bits already.</source>
        <comment>error.measures_excluded.all_fp32</comment>
        <translation>Обучение, которое считает в fp32, и так хранит веса в 32 битах.</translation>
    </message>
    <message>
        <source>Leave fp32_master out, or set training.mixed_precision to auto.</source>
        <comment>error.measures_excluded.all_fp32.advice</comment>
        <translation>Уберите fp32_master или верните training.mixed_precision значение auto.</translation>
    </message>
    <message>
        <source>Manul makes hypernetworks for Stable Diffusion 1.x and 2.x only: AUTOMATIC1111 has none for SDXL.</source>
        <comment>error.model_unsupported.hypernetwork</comment>
        <translation>Гиперсети Manul делает только для Stable Diffusion 1.x и 2.x: для SDXL их нет и в AUTOMATIC1111.</translation>
    </message>
    <message>
        <source>Teach the same concept as a LoRA: --method lora.</source>
        <comment>error.model_unsupported.hypernetwork.advice</comment>
        <translation>Обучите то же понятие как LoRA: --method lora.</translation>
    </message>
    <message>
        <source>Install it with: pip install -c constraints.txt -e .[engine]</source>
        <comment>error.engine_missing.advice</comment>
        <translation>Установите его: pip install -c constraints.txt -e .[engine]</translation>
    </message>
    <message>
        <source>The training engine&apos;s Python, {path}, does not start.</source>
        <comment>error.engine_missing.python</comment>
        <translation>Python движка обучения, {path}, не запускается.</translation>
    </message>
    <message>
        <source>Install the engine again, or correct {source}.</source>
        <comment>error.engine_missing.python.advice</comment>
        <translation>Установите движок заново или исправьте {source}.</translation>
    </message>
    <message>
        <source>The training engine ended before it began (exit code {code}); its Python is {path}.</source>
        <comment>error.engine_missing.broken</comment>
        <translation>Движок обучения завершился, не начав (код {code}); его Python: {path}.</translation>
    </message>
    <message>
        <source>Install the engine again, or correct {source}.</source>
        <comment>error.engine_missing.broken.advice</comment>
        <translation>Установите движок заново или исправьте {source}.</translation>
    </message>
    <message>
        <source>There is no run at {path}.</source>
        <comment>error.run_missing</comment>
        <translation>По адресу {path} нет обучения.</translation>
    </message>
    <message>
        <source>Give the path of a run folder, for example my_concept/runs/0001-textual-inversion.</source>
        <comment>error.run_missing.advice</comment>
        <translation>Укажите папку обучения, например my_concept/runs/0001-textual-inversion.</translation>
    </message>
    <message>
        <source>Run {number} of “{name}” is not in its folder any more.</source>
        <comment>error.run_missing.deleted</comment>
        <translation>Обучения {number} понятия «{name}» больше нет в его папке.</translation>
    </message>
    <message>
        <source>Another program has deleted or moved it. If it lies in the recycle bin, it can be restored from there.</source>
        <comment>error.run_missing.deleted.advice</comment>
        <translation>Его удалила или переместила другая программа. Если оно лежит в корзине, его можно оттуда восстановить.</translation>
    </message>
    <message>
        <source>“{name}” is not in its folder any more.</source>
        <comment>error.run_missing.concept</comment>
        <translation>Понятия «{name}» больше нет в его папке.</translation>
    </message>
    <message>
        <source>Another program has deleted, moved or renamed it. If it lies in the recycle bin, it can be restored from there.</source>
        <comment>error.run_missing.concept.advice</comment>
        <translation>Его удалила, переместила или переименовала другая программа. Если оно лежит в корзине, его можно оттуда восстановить.</translation>
    </message>
    <message>
        <source>The run {path} has lost its file {file}.</source>
        <comment>error.run_missing.file</comment>
        <translation>Обучение {path} потеряло файл {file}.</translation>
    </message>
    <message>
        <source>Put the file back, or make a new run.</source>
        <comment>error.run_missing.file.advice</comment>
        <translation>Верните файл или создайте новое обучение.</translation>
    </message>
    <message>
        <source>Another engine is already working on {path}.</source>
        <comment>error.run_busy</comment>
        <translation>Над {path} уже работает другой движок.</translation>
    </message>
    <message>
        <source>Wait until it has ended, or stop it first.</source>
        <comment>error.run_busy.advice</comment>
        <translation>Подождите, пока он закончит, или сначала остановите его.</translation>
    </message>
    <message>
        <source>“{name}” is being taught right now (run {number}).</source>
        <comment>error.run_busy.taught</comment>
        <translation>«{name}» как раз обучается (обучение {number}).</translation>
    </message>
    <message>
        <source>Stop that training first; what it has learned is kept.</source>
        <comment>error.run_busy.taught.advice</comment>
        <translation>Сначала остановите это обучение; выученное сохранится.</translation>
    </message>
    <message>
        <source>Another program keeps {path} locked.</source>
        <comment>error.run_busy.commands</comment>
        <translation>Другая программа держит {path} закрытым.</translation>
    </message>
    <message>
        <source>Try again in a moment.</source>
        <comment>error.run_busy.commands.advice</comment>
        <translation>Попробуйте чуть позже.</translation>
    </message>
    <message>
        <source>This run is finished, at step {step}.</source>
        <comment>error.run_not_resumable.finished</comment>
        <translation>Это обучение закончено, на шаге {step}.</translation>
    </message>
    <message>
        <source>Go on with more steps: manul-train resume RUN --more-steps 200</source>
        <comment>error.run_not_resumable.finished.advice</comment>
        <translation>Добавить шагов: manul-train resume RUN --more-steps 200</translation>
    </message>
    <message>
        <source>This run has been started already; it stands at step {step}.</source>
        <comment>error.run_not_resumable.started</comment>
        <translation>Это обучение уже начато; оно на шаге {step}.</translation>
    </message>
    <message>
        <source>Go on with: manul-train resume RUN</source>
        <comment>error.run_not_resumable.started.advice</comment>
        <translation>Продолжить: manul-train resume RUN</translation>
    </message>
    <message>
        <source>Step {step} of this run was not kept.</source>
        <comment>error.step_missing</comment>
        <translation>Шаг {step} этого обучения не сохранён.</translation>
    </message>
    <message>
        <source>Kept steps are: {kept}.</source>
        <comment>error.step_missing.advice</comment>
        <translation>Сохранены шаги: {kept}.</translation>
    </message>
    <message>
        <source>The optimizer&apos;s state of step {step} is no longer kept.</source>
        <comment>error.step_missing.state</comment>
        <translation>Состояние оптимизатора для шага {step} уже не хранится.</translation>
    </message>
    <message>
        <source>It is kept for the newest steps: {kept}.</source>
        <comment>error.step_missing.state.advice</comment>
        <translation>Оно хранится для последних шагов: {kept}.</translation>
    </message>
    <message>
        <source>This run has not kept any step yet.</source>
        <comment>error.step_missing.none</comment>
        <translation>У этого обучения ещё нет сохранённых шагов.</translation>
    </message>
    <message>
        <source>There is already another file called {path}.</source>
        <comment>error.export_exists</comment>
        <translation>Уже есть другой файл {path}.</translation>
    </message>
    <message>
        <source>Choose another name with --name, or replace it with --overwrite.</source>
        <comment>error.export_exists.advice</comment>
        <translation>Выберите другое имя (--name) или замените файл (--overwrite).</translation>
    </message>
    <message>
        <source>There is already {path}: with {name} beside it, nobody could say which of the two a web UI takes.</source>
        <comment>error.export_exists.rival</comment>
        <translation>Уже есть {path}: если рядом ляжет {name}, никто не скажет, какой из двух возьмёт веб-интерфейс.</translation>
    </message>
    <message>
        <source>Choose another name with --name, or replace the old file with --overwrite.</source>
        <comment>error.export_exists.rival.advice</comment>
        <translation>Выберите другое имя (--name) или замените старый файл (--overwrite).</translation>
    </message>
    <message>
        <source>{path} is the base model that was taught.</source>
        <comment>error.export_exists.base_model</comment>
        <translation>{path} — это базовая модель, на которой шло обучение.</translation>
    </message>
    <message>
        <source>Choose another name with --name, or another folder.</source>
        <comment>error.export_exists.base_model.advice</comment>
        <translation>Выберите другое имя (--name) или другую папку.</translation>
    </message>
    <message>
        <source>There is already {path}, and it is not a model that an export could replace.</source>
        <comment>error.export_exists.no_model</comment>
        <translation>{path} уже есть, и это не модель, которую экспорт мог бы заменить.</translation>
    </message>
    <message>
        <source>Choose another name with --name, or move it away.</source>
        <comment>error.export_exists.no_model.advice</comment>
        <translation>Выберите другое имя (--name) или уберите эту папку.</translation>
    </message>
    <message>
        <source>{tool} cannot use hypernetworks.</source>
        <comment>error.export_unsupported.hypernetwork</comment>
        <translation>{tool} не умеет использовать гиперсети.</translation>
    </message>
    <message>
        <source>Export it for AUTOMATIC1111 or ComfyUI, or teach the same concept as a LoRA.</source>
        <comment>error.export_unsupported.hypernetwork.advice</comment>
        <translation>Экспортируйте её для AUTOMATIC1111 или ComfyUI либо обучите то же понятие как LoRA.</translation>
    </message>
    <message>
        <source>{tool} lists hypernetworks but no longer applies them.</source>
        <comment>error.export_unsupported.ignored</comment>
        <translation>{tool} показывает гиперсети, но больше не применяет их.</translation>
    </message>
    <message>
        <source>Export it for AUTOMATIC1111 or ComfyUI, or teach the same concept as a LoRA.</source>
        <comment>error.export_unsupported.ignored.advice</comment>
        <translation>Экспортируйте её для AUTOMATIC1111 или ComfyUI либо обучите то же понятие как LoRA.</translation>
    </message>
    <message>
        <source>{tool} cannot load this as {format}.</source>
        <comment>error.export_unsupported.format</comment>
        <translation>{tool} не загрузит это в формате {format}.</translation>
    </message>
    <message>
        <source>Leave --format out, or choose: {choices}.</source>
        <comment>error.export_unsupported.format.advice</comment>
        <translation>Уберите --format или выберите: {choices}.</translation>
    </message>
    <message>
        <source>For this family of models there is no {format} file that a web UI loads.</source>
        <comment>error.export_unsupported.family</comment>
        <translation>Для этого семейства моделей нет файла {format}, который загрузил бы веб-интерфейс.</translation>
    </message>
    <message>
        <source>Leave --format out, or choose: {choices}.</source>
        <comment>error.export_unsupported.family.advice</comment>
        <translation>Уберите --format или выберите: {choices}.</translation>
    </message>
    <message>
        <source>No {tool} was found on this machine.</source>
        <comment>error.place_invalid.not_found</comment>
        <translation>На этом компьютере не нашёлся {tool}.</translation>
    </message>
    <message>
        <source>Give the path of its folder instead.</source>
        <comment>error.place_invalid.not_found.advice</comment>
        <translation>Укажите вместо этого путь к его папке.</translation>
    </message>
    <message>
        <source>There are several {tool} on this machine: {paths}.</source>
        <comment>error.place_invalid.several</comment>
        <translation>На этом компьютере несколько {tool}: {paths}.</translation>
    </message>
    <message>
        <source>Give the path of the one you mean.</source>
        <comment>error.place_invalid.several.advice</comment>
        <translation>Укажите путь к тому, который нужен.</translation>
    </message>
    <message>
        <source>“{address}” is not the address of a web UI.</source>
        <comment>error.place_invalid.address</comment>
        <translation>«{address}» — не адрес веб-интерфейса.</translation>
    </message>
    <message>
        <source>Write it like http://127.0.0.1:7860.</source>
        <comment>error.place_invalid.address.advice</comment>
        <translation>Пишите его так: http://127.0.0.1:7860.</translation>
    </message>
    <message>
        <source>No web UI answers at {address}.</source>
        <comment>error.place_invalid.no_answer</comment>
        <translation>По адресу {address} не отвечает ни один веб-интерфейс.</translation>
    </message>
    <message>
        <source>Start it, or give the path of its folder instead.</source>
        <comment>error.place_invalid.no_answer.advice</comment>
        <translation>Запустите его или укажите вместо этого путь к его папке.</translation>
    </message>
    <message>
        <source>What answers at {address} is not a web UI that Manul knows.</source>
        <comment>error.place_invalid.stranger</comment>
        <translation>По адресу {address} отвечает не тот веб-интерфейс, который знает Манул.</translation>
    </message>
    <message>
        <source>Check the address, or give the path of the web UI&apos;s folder instead.</source>
        <comment>error.place_invalid.stranger.advice</comment>
        <translation>Проверьте адрес или укажите вместо него путь к папке веб-интерфейса.</translation>
    </message>
    <message>
        <source>The web UI at {address} answers no questions: its API is off.</source>
        <comment>error.place_invalid.api_off</comment>
        <translation>Веб-интерфейс по адресу {address} не отвечает на вопросы: его API выключен.</translation>
    </message>
    <message>
        <source>Start it with --api, or give the path of its folder instead.</source>
        <comment>error.place_invalid.api_off.advice</comment>
        <translation>Запустите его с --api или укажите вместо этого путь к его папке.</translation>
    </message>
    <message>
        <source>The {tool} at {address} does not say where its folders are.</source>
        <comment>error.place_invalid.no_folder</comment>
        <translation>{tool} по адресу {address} не говорит, где его папки.</translation>
    </message>
    <message>
        <source>Give the path of its folder with --to, and this address with --api.</source>
        <comment>error.place_invalid.no_folder.advice</comment>
        <translation>Укажите путь к его папке (--to), а этот адрес — через --api.</translation>
    </message>
    <message>
        <source>The {tool} at {address} runs on another machine, whose folders cannot be reached from here.</source>
        <comment>error.place_invalid.elsewhere</comment>
        <translation>{tool} по адресу {address} работает на другом компьютере, до его папок отсюда не добраться.</translation>
    </message>
    <message>
        <source>Give a folder that both machines share with --to, and this address with --api; or export into any folder and copy the file over.</source>
        <comment>error.place_invalid.elsewhere.advice</comment>
        <translation>Укажите папку, общую для обоих компьютеров (--to), а этот адрес — через --api; или экспортируйте в любую папку и скопируйте файл.</translation>
    </message>
    <message>
        <source>Stopped before it was done.</source>
        <comment>error.interrupted</comment>
        <translation>Остановлено, не закончив.</translation>
    </message>
    <message>
        <source>Give the command again when you like.</source>
        <comment>error.interrupted.advice</comment>
        <translation>Повторите команду, когда захотите.</translation>
    </message>
    <message>
        <source>{method} at {resolution} pixels needs at least {needed} GB of the card&apos;s memory, and {free} GB are free.</source>
        <comment>error.out_of_memory.no_rung</comment>
        <translation>Методу {method} при {resolution} пикселях нужно не меньше {needed} ГБ памяти видеокарты, а свободно {free} ГБ.</translation>
    </message>
    <message>
        <source>{change} Closing other programs that use the card helps too.</source>
        <comment>error.out_of_memory.no_rung.advice</comment>
        <translation>{change} Поможет и закрыть другие программы, которые занимают карту.</translation>
    </message>
    <message>
        <source>The card ran out of memory while {stage}, and nothing is left to switch on that would save enough; this training needs about {needed} GB.</source>
        <comment>error.out_of_memory.last_rung</comment>
        <translation>Видеокарте не хватило памяти ({stage}), и включить больше нечего, что сберегло бы достаточно; этому обучению нужно около {needed} ГБ.</translation>
    </message>
    <message>
        <source>{change} Closing other programs that use the card helps too.</source>
        <comment>error.out_of_memory.last_rung.advice</comment>
        <translation>{change} Поможет и закрыть другие программы, которые занимают карту.</translation>
    </message>
    <message>
        <source>{family} with {method} at {resolution} pixels and a batch of {batch} is not in the table of plans, and the training engine that would work it out is not installed.</source>
        <comment>error.usage.no_plan</comment>
        <translation>{family} с методом {method} при {resolution} пикселях и пакете {batch} в таблице планов нет, а движок обучения, который мог бы это рассчитать, не установлен.</translation>
    </message>
    <message>
        <source>Ask for one of these resolutions: {choices}; and one of these batches: {batches}.</source>
        <comment>error.usage.no_plan.advice</comment>
        <translation>Спросите об одном из этих разрешений: {choices}; и об одном из этих размеров пакета: {batches}.</translation>
    </message>
    <message>
        <source>The card ran out of memory while {stage}.</source>
        <comment>error.out_of_memory</comment>
        <translation>Видеокарте не хватило памяти ({stage}).</translation>
    </message>
    <message>
        <source>Close other programs that use the card, or use a smaller resolution or batch size.</source>
        <comment>error.out_of_memory.advice</comment>
        <translation>Закройте программы, которые занимают видеокарту, или уменьшите разрешение или размер пачки.</translation>
    </message>
    <message>
        <source>Wait until it has ended or pause it, or use the processor with --cpu (slow).</source>
        <comment>error.card_busy.advice</comment>
        <translation>Подождите, поставьте его на паузу или считайте на процессоре: --cpu (медленно).</translation>
    </message>
    <message>
        <source>The {card} cannot be used: its driver is version {driver}, and the installed PyTorch needs version {needed} or newer.</source>
        <comment>error.card_unusable.driver</comment>
        <translation>Видеокартой {card} нельзя воспользоваться: её драйвер версии {driver}, а установленному PyTorch нужна версия {needed} или новее.</translation>
    </message>
    <message>
        <source>Get the newest driver from nvidia.com/drivers, install it, restart the computer and try again. The demo model can be taught on the processor meanwhile.</source>
        <comment>error.card_unusable.driver.advice</comment>
        <translation>Скачайте новейший драйвер с nvidia.com/drivers, установите его, перезагрузите компьютер и попробуйте снова. Демонстрационную модель можно пока обучать на процессоре.</translation>
    </message>
    <message>
        <source>The {card} cannot be used: the installed PyTorch computes on the processor only.</source>
        <comment>error.card_unusable.processor_build</comment>
        <translation>Видеокартой {card} нельзя воспользоваться: установленный PyTorch считает только на процессоре.</translation>
    </message>
    <message>
        <source>Install PyTorch for CUDA in the engine&apos;s environment: pytorch.org, “Get started”, shows the line. The demo model can be taught on the processor meanwhile.</source>
        <comment>error.card_unusable.processor_build.advice</comment>
        <translation>Установите в окружение движка PyTorch с поддержкой CUDA: нужную команду показывает pytorch.org, раздел «Get started». Демонстрационную модель можно пока обучать на процессоре.</translation>
    </message>
    <message>
        <source>The {card} cannot be used: PyTorch does not find it, although its driver (version {driver}) answers.</source>
        <comment>error.card_unusable.not_found</comment>
        <translation>Видеокартой {card} нельзя воспользоваться: PyTorch её не находит, хотя драйвер (версия {driver}) отвечает.</translation>
    </message>
    <message>
        <source>Restart the computer. If that does not help, get the newest driver from nvidia.com/drivers, and see that the variable CUDA_VISIBLE_DEVICES does not hide the card. The demo model can be taught on the processor meanwhile.</source>
        <comment>error.card_unusable.not_found.advice</comment>
        <translation>Перезагрузите компьютер. Если не поможет, поставьте новейший драйвер с nvidia.com/drivers и проверьте, не скрывает ли карту переменная CUDA_VISIBLE_DEVICES. Демонстрационную модель можно пока обучать на процессоре.</translation>
    </message>
    <message>
        <source>The class prompt “{prompt}” names the concept itself.</source>
        <comment>error.invalid_setting.class_prompt</comment>
        <translation>В запросе класса «{prompt}» стоит само имя понятия.</translation>
    </message>
    <message>
        <source>Say what it is in general, such as “a photo of a cat”; or switch data.prior_preservation off.</source>
        <comment>error.invalid_setting.class_prompt.advice</comment>
        <translation>Скажите, что это вообще такое, например «a photo of a cat», или выключите data.prior_preservation.</translation>
    </message>
    <message>
        <source>Prior preservation needs a class prompt.</source>
        <comment>error.invalid_setting.no_class_prompt</comment>
        <translation>Чтобы сохранить класс, нужен запрос класса.</translation>
    </message>
    <message>
        <source>Give one with --class-prompt, such as “a photo of a cat”; or switch data.prior_preservation off.</source>
        <comment>error.invalid_setting.no_class_prompt.advice</comment>
        <translation>Задайте его (--class-prompt), например «a photo of a cat», или выключите data.prior_preservation.</translation>
    </message>
    <message>
        <source>“{value}” is not an address.</source>
        <comment>error.invalid_setting.address</comment>
        <translation>«{value}» — не адрес.</translation>
    </message>
    <message>
        <source>An address begins with one of these words, a colon and two slashes, and then names a computer: {schemes}.</source>
        <comment>error.invalid_setting.address.advice</comment>
        <translation>Адрес начинается с одного из этих слов, двоеточия и двух косых черт, а затем называет компьютер: {schemes}.</translation>
    </message>
    <message>
        <source>This base model has no attention of width {width}.</source>
        <comment>error.invalid_setting.context_width</comment>
        <translation>В этой базовой модели нет внимания шириной {width}.</translation>
    </message>
    <message>
        <source>Its widths are {choices}. Leave method.widths out to teach them all, or go on from a hypernetwork made for this family of models.</source>
        <comment>error.invalid_setting.context_width.advice</comment>
        <translation>Её ширины: {choices}. Не задавайте method.widths, чтобы учились все, или продолжите гиперсеть, сделанную для этого семейства моделей.</translation>
    </message>
    <message>
        <source>{name} cannot be {value}: {file} was made with {there}.</source>
        <comment>error.invalid_setting.init_differs</comment>
        <translation>{name} не может быть {value}: {file} сделан с {there}.</translation>
    </message>
    <message>
        <source>Leave the setting out: the file&apos;s own is used.</source>
        <comment>error.invalid_setting.init_differs.advice</comment>
        <translation>Не задавайте эту настройку: берётся значение из файла.</translation>
    </message>
    <message>
        <source>The {format} format has no room for the optimizer&apos;s state.</source>
        <comment>error.invalid_setting.no_optimizer</comment>
        <translation>В формате {format} нет места для состояния оптимизатора.</translation>
    </message>
    <message>
        <source>Leave --with-optimizer out: only a hypernetwork that was taught with the adamw optimizer can take its state along.</source>
        <comment>error.invalid_setting.no_optimizer.advice</comment>
        <translation>Не указывайте --with-optimizer: взять с собой состояние может только гиперсеть, обученная оптимизатором adamw.</translation>
    </message>
    <message>
        <source>{method} cannot go on from a file.</source>
        <comment>error.invalid_setting.no_init_from</comment>
        <translation>{method} не может продолжить файл.</translation>
    </message>
    <message>
        <source>Use the checkpoint to go on from as --base-model.</source>
        <comment>error.invalid_setting.no_init_from.advice</comment>
        <translation>Укажите модель, которую надо учить дальше, как базовую (--base-model).</translation>
    </message>
    <message>
        <source>The training went wrong at step {step}: its loss is no longer a number.</source>
        <comment>error.loss_not_finite</comment>
        <translation>Обучение сбилось на шаге {step}: ошибка больше не число.</translation>
    </message>
    <message>
        <source>This run&apos;s optimizer remembers in 8 bits, and the library for that, bitsandbytes, does not work here ({reason}).</source>
        <comment>error.optimizer_missing</comment>
        <translation>Оптимизатор этого обучения хранит своё состояние в 8 битах, а нужная для этого библиотека bitsandbytes здесь не работает ({reason}).</translation>
    </message>
    <message>
        <source>Repair or reinstall the engine and resume: what was learned is intact. Or make a new run with training.optimizer=adamw.</source>
        <comment>error.optimizer_missing.advice</comment>
        <translation>Почините или переустановите движок и продолжите: выученное цело. Или создайте новое обучение с training.optimizer=adamw.</translation>
    </message>
    <message>
        <source>The kept step {step} is damaged: {reason}.</source>
        <comment>error.checkpoint_damaged</comment>
        <translation>Сохранённый шаг {step} повреждён: {reason}.</translation>
    </message>
    <message>
        <source>Choose another kept step: {kept}.</source>
        <comment>error.checkpoint_damaged.advice</comment>
        <translation>Выберите другой сохранённый шаг: {kept}.</translation>
    </message>
    <message>
        <source>Something went wrong inside Manul ({reason}).</source>
        <comment>error.internal</comment>
        <translation>Что-то пошло не так внутри Манула ({reason}).</translation>
    </message>
    <message>
        <source>This is our mistake. Please report it with the last lines of {log}.</source>
        <comment>error.internal.advice</comment>
        <translation>Это наша ошибка. Пожалуйста, сообщите о ней с последними строками {log}.</translation>
    </message>
    <message>
        <source>{card} with driver {driver}: PyTorch for CUDA {cuda}.</source>
        <comment>torch.cuda</comment>
        <translation>{card}, драйвер {driver}: PyTorch для CUDA {cuda}.</translation>
    </message>
    <message>
        <source>{card} with driver {driver}: PyTorch for CUDA {cuda}. From driver {newer} on, a newer one could be used.</source>
        <comment>torch.older_driver</comment>
        <translation>{card}, драйвер {driver}: PyTorch для CUDA {cuda}. С драйвером {newer} и новее подошла бы более новая сборка.</translation>
    </message>
    <message>
        <source>No NVIDIA card was found: PyTorch for the processor, which is enough for the demo.</source>
        <comment>torch.no_card</comment>
        <translation>Видеокарта NVIDIA не найдена: PyTorch для процессора, для демонстрации этого хватит.</translation>
    </message>
    <message>
        <source>PyTorch for the processor, which is enough for the demo.</source>
        <comment>torch.processor</comment>
        <translation>PyTorch для процессора, для демонстрации этого хватит.</translation>
    </message>
    <message>
        <source>You chose the processor: enough for the demo, very slow for anything else.</source>
        <comment>torch.asked</comment>
        <translation>Вы выбрали процессор: для демонстрации хватит, для остального очень медленно.</translation>
    </message>
    <message>
        <source>The {card} cannot be used: Manul computes on NVIDIA cards only.</source>
        <comment>error.card_unusable.amd</comment>
        <translation>{card} использовать нельзя: Manul считает только на видеокартах NVIDIA.</translation>
    </message>
    <message>
        <source>The engine is set up for the processor, which is enough for the demo. Pictures, captions and runs made elsewhere can be worked with as usual.</source>
        <comment>error.card_unusable.amd.advice</comment>
        <translation>Движок будет настроен для процессора, для демонстрации этого хватит. С картинками, подписями и готовыми запусками можно работать как обычно.</translation>
    </message>
    <message>
        <source>There is an NVIDIA card here, but its driver does not answer.</source>
        <comment>error.card_unusable.no_driver</comment>
        <translation>Видеокарта NVIDIA здесь есть, но её драйвер не отвечает.</translation>
    </message>
    <message>
        <source>Install the newest driver from nvidia.com/drivers, restart the computer and look again; or go on with the processor.</source>
        <comment>error.card_unusable.no_driver.advice</comment>
        <translation>Установите новейший драйвер с nvidia.com/drivers, перезагрузите компьютер и проверьте снова; или продолжайте на процессоре.</translation>
    </message>
    <message>
        <source>The {card} needs a newer driver: this one is version {driver}, and PyTorch needs {needed} or newer.</source>
        <comment>error.card_unusable.old_driver</comment>
        <translation>Для {card} нужен более новый драйвер: сейчас версия {driver}, а PyTorch нужна {needed} или новее.</translation>
    </message>
    <message>
        <source>Get the newest driver from nvidia.com/drivers, install it, restart the computer and look again; or go on with the processor.</source>
        <comment>error.card_unusable.old_driver.advice</comment>
        <translation>Возьмите новейший драйвер на nvidia.com/drivers, установите его, перезагрузите компьютер и проверьте снова; или продолжайте на процессоре.</translation>
    </message>
    <message>
        <source>The {card} is too old for today&apos;s PyTorch (compute capability {capability}, at least {needed} is needed).</source>
        <comment>error.card_unusable.too_old</comment>
        <translation>{card} слишком стара для нынешнего PyTorch (compute capability {capability}, нужно не меньше {needed}).</translation>
    </message>
    <message>
        <source>The engine is set up for the processor, which is enough for the demo. Cards from the GTX 900 series on can be used.</source>
        <comment>error.card_unusable.too_old.advice</comment>
        <translation>Движок будет настроен для процессора, для демонстрации этого хватит. Подходят видеокарты начиная с серии GTX 900.</translation>
    </message>
    <message>
        <source>The {card} is newer than this Manul (compute capability {capability}).</source>
        <comment>error.card_unusable.too_new</comment>
        <translation>{card} новее, чем этот Manul (compute capability {capability}).</translation>
    </message>
    <message>
        <source>See whether there is a newer Manul; until then the engine is set up for the processor.</source>
        <comment>error.card_unusable.too_new.advice</comment>
        <translation>Посмотрите, нет ли более нового Manul; до тех пор движок будет настроен для процессора.</translation>
    </message>
    <message>
        <source>Another window of Manul is setting the engine up.</source>
        <comment>error.engine_setup.busy</comment>
        <translation>Другое окно Manul уже настраивает движок.</translation>
    </message>
    <message>
        <source>Wait until it is done, or close it.</source>
        <comment>error.engine_setup.busy.advice</comment>
        <translation>Подождите, пока оно закончит, или закройте его.</translation>
    </message>
    <message>
        <source>{address} cannot be reached.</source>
        <comment>error.engine_setup.no_network</comment>
        <translation>Не удаётся связаться с {address}.</translation>
    </message>
    <message>
        <source>The connection to {address} is not trusted: its certificate is not accepted.</source>
        <comment>error.engine_setup.untrusted</comment>
        <translation>Соединение с {address} ненадёжно: его сертификат не принят.</translation>
    </message>
    <message>
        <source>Check this computer&apos;s date and time, and whether a virus scanner or a company&apos;s proxy looks into connections; then continue. A mirror of your own is named in the settings, under Network.</source>
        <comment>error.engine_setup.untrusted.advice</comment>
        <translation>Проверьте дату и время на компьютере и не заглядывает ли в соединения антивирус или прокси вашей организации; затем продолжите. Собственное зеркало указывается в настройках, в разделе «Сеть».</translation>
    </message>
    <message>
        <source>{address} refused to answer ({detail}).</source>
        <comment>error.engine_setup.refused</comment>
        <translation>{address} отказался отвечать ({detail}).</translation>
    </message>
    <message>
        <source>Continue to try again: what has come so far is kept. If it stays so, look at the proxy and the mirrors in the settings, under Network.</source>
        <comment>error.engine_setup.refused.advice</comment>
        <translation>Продолжите, чтобы попробовать снова: всё, что уже скачано, останется. Если не поможет, проверьте прокси и зеркала в настройках, в разделе «Сеть».</translation>
    </message>
    <message>
        <source>The download was cut off.</source>
        <comment>error.engine_setup.cut</comment>
        <translation>Загрузка оборвалась.</translation>
    </message>
    <message>
        <source>Continue: what came whole is kept.</source>
        <comment>error.engine_setup.cut.advice</comment>
        <translation>Продолжите: всё, что скачалось целиком, сохранено.</translation>
    </message>
    <message>
        <source>A package arrived damaged: {detail}.</source>
        <comment>error.engine_setup.damaged</comment>
        <translation>Пакет пришёл повреждённым: {detail}.</translation>
    </message>
    <message>
        <source>A package that the engine needs was not found: {detail}.</source>
        <comment>error.engine_setup.not_found</comment>
        <translation>Не найден пакет, нужный движку: {detail}.</translation>
    </message>
    <message>
        <source>{path} is in use by another program, or may not be written.</source>
        <comment>error.engine_setup.locked</comment>
        <translation>{path} занят другой программой, или туда нельзя писать.</translation>
    </message>
    <message>
        <source>Let trainings end, close programs that look into that folder (a virus scanner may need a moment), and continue.</source>
        <comment>error.engine_setup.locked.advice</comment>
        <translation>Дождитесь конца обучения, закройте программы, которые смотрят в эту папку (антивирусу может понадобиться минута), и продолжите.</translation>
    </message>
    <message>
        <source>A part of Manul is missing: {path}.</source>
        <comment>error.engine_setup.incomplete</comment>
        <translation>Не хватает части Manul: {path}.</translation>
    </message>
    <message>
        <source>Install Manul again; your concepts and engines stay.</source>
        <comment>error.engine_setup.incomplete.advice</comment>
        <translation>Установите Manul заново; понятия и движки останутся.</translation>
    </message>
    <message>
        <source>There is no engine pack in {path}.</source>
        <comment>error.engine_setup.empty_pack</comment>
        <translation>В {path} нет пакета движка.</translation>
    </message>
    <message>
        <source>Choose the folder that holds the .whl files.</source>
        <comment>error.engine_setup.empty_pack.advice</comment>
        <translation>Выберите папку, в которой лежат файлы .whl.</translation>
    </message>
    <message>
        <source>The new engine does not work: {detail}.</source>
        <comment>error.engine_setup.check</comment>
        <translation>Новый движок не работает: {detail}.</translation>
    </message>
    <message>
        <source>Your former engine, if there is one, is still used. Continue to try again, or choose the processor.</source>
        <comment>error.engine_setup.check.advice</comment>
        <translation>Прежний движок, если он был, по-прежнему в деле. Продолжите, чтобы попробовать ещё раз, или выберите процессор.</translation>
    </message>
    <message>
        <source>The new engine ({build}) does not find the card.</source>
        <comment>error.engine_setup.card_silent</comment>
        <translation>Новый движок ({build}) не находит видеокарту.</translation>
    </message>
    <message>
        <source>Get the newest driver from nvidia.com/drivers, install it, restart the computer and continue; or choose the processor. Your former engine, if there is one, is still used.</source>
        <comment>error.engine_setup.card_silent.advice</comment>
        <translation>Возьмите новейший драйвер на nvidia.com/drivers, установите его, перезагрузите компьютер и продолжите; или выберите процессор. Прежний движок, если он был, по-прежнему в деле.</translation>
    </message>
    <message>
        <source>The folder {path} holds PyTorch for the processor, and this computer has a card.</source>
        <comment>error.engine_setup.processor_pack</comment>
        <translation>В папке {path} лежит PyTorch для процессора, а в этом компьютере есть видеокарта.</translation>
    </message>
    <message>
        <source>Choose a folder that holds PyTorch for the card, or set the engine up for the processor only. Your former engine, if there is one, is still used.</source>
        <comment>error.engine_setup.processor_pack.advice</comment>
        <translation>Выберите папку с PyTorch для видеокарты или установите движок только для процессора. Прежний движок, если он был, по-прежнему в деле.</translation>
    </message>
    <message>
        <source>The new engine is of another Manul (its files are of version {version}, these of {known}).</source>
        <comment>error.engine_setup.other_contract</comment>
        <translation>Новый движок от другого Manul (его файлы версии {version}, здешние версии {known}).</translation>
    </message>
    <message>
        <source>Install Manul again; your concepts stay.</source>
        <comment>error.engine_setup.other_contract.advice</comment>
        <translation>Установите Manul заново; понятия останутся.</translation>
    </message>
    <message>
        <source>There is no former engine to go back to.</source>
        <comment>error.engine_setup.no_previous</comment>
        <translation>Прежнего движка, к которому можно вернуться, нет.</translation>
    </message>
    <message>
        <source>Set the engine up again.</source>
        <comment>error.engine_setup.no_previous.advice</comment>
        <translation>Настройте движок заново.</translation>
    </message>
    <message>
        <source>The engine could not be set up: {detail}.</source>
        <comment>error.engine_setup.failed</comment>
        <translation>Настроить движок не удалось: {detail}.</translation>
    </message>
    <message>
        <source>Continue to try again. Your former engine, if there is one, is still used.</source>
        <comment>error.engine_setup.failed.advice</comment>
        <translation>Продолжите, чтобы попробовать ещё раз. Прежний движок, если он был, по-прежнему в деле.</translation>
    </message>
    <message>
        <source>The engine needs {needed} GB in {path}, and that drive has {free} GB left.</source>
        <comment>error.disk_full.engine</comment>
        <translation>Движку нужно {needed} ГБ в {path}, а на этом диске осталось {free} ГБ.</translation>
    </message>
    <message>
        <source>Free some space and continue.</source>
        <comment>error.disk_full.engine.advice</comment>
        <translation>Освободите место и продолжите.</translation>
    </message>
    <message>
        <source>The drive is full: the engine goes to {path}, and {free} GB are left.</source>
        <comment>error.disk_full.engine_now</comment>
        <translation>Диск полон: движок записывается в {path}, и осталось {free} ГБ.</translation>
    </message>
    <message>
        <source>Free some space and continue: what has come so far is kept.</source>
        <comment>error.disk_full.engine_now.advice</comment>
        <translation>Освободите место и продолжите: всё, что уже скачано, сохранено.</translation>
    </message>
    <message>
        <source>the card had too little memory</source>
        <comment>cause.card_full</comment>
        <translation>видеокарте не хватило памяти</translation>
    </message>
    <message>
        <source>it does not exist</source>
        <comment>cause.missing</comment>
        <translation>его нет</translation>
    </message>
    <message>
        <source>you may not open it</source>
        <comment>cause.forbidden</comment>
        <translation>его нельзя открыть</translation>
    </message>
    <message>
        <source>it is not a file</source>
        <comment>cause.not_a_file</comment>
        <translation>это не файл</translation>
    </message>
    <message>
        <source>it is not a picture</source>
        <comment>cause.not_a_picture</comment>
        <translation>это не картинка</translation>
    </message>
    <message>
        <source>Manul does not learn from {format} files</source>
        <comment>cause.not_a_photo</comment>
        <translation>Манул не учится на файлах {format}</translation>
    </message>
    <message>
        <source>it is damaged or incomplete</source>
        <comment>cause.damaged</comment>
        <translation>повреждён или неполон</translation>
    </message>
    <message>
        <source>it has more than {millions} million pixels</source>
        <comment>cause.too_large</comment>
        <translation>в нём больше {millions} млн пикселей</translation>
    </message>
    <message>
        <source>it is larger than {megabytes} MB, more than such a file can need</source>
        <comment>cause.too_many_bytes</comment>
        <translation>он больше {megabytes} МБ, такому файлу столько не нужно</translation>
    </message>
    <message>
        <source>it is not a concept&apos;s folder</source>
        <comment>cause.not_a_concept</comment>
        <translation>это не папка понятия</translation>
    </message>
    <message>
        <source>it is not an embedding file</source>
        <comment>cause.not_an_embedding</comment>
        <translation>это не файл эмбеддинга</translation>
    </message>
    <message>
        <source>it is not a LoRA&apos;s .safetensors file</source>
        <comment>cause.not_a_lora</comment>
        <translation>это не файл LoRA с окончанием .safetensors</translation>
    </message>
    <message>
        <source>it is a {kind}, and only a plain LoRA can be taught further</source>
        <comment>cause.lora_kind</comment>
        <translation>это {kind}, а доучивать можно только обычную LoRA</translation>
    </message>
    <message>
        <source>it was made for {made_for}, not for {wanted}</source>
        <comment>cause.lora_family</comment>
        <translation>сделано для {made_for}, а не для {wanted}</translation>
    </message>
    <message>
        <source>it changes layers that this run does not teach, {layer} for one; the settings method.layers and method.train_text_encoder say which are taught</source>
        <comment>cause.lora_layers</comment>
        <translation>меняет слои, которые здесь не учатся, например {layer}; что учится, задают method.layers и method.train_text_encoder</translation>
    </message>
    <message>
        <source>its rank is {rank}, and the setting method.rank is only {wanted}</source>
        <comment>cause.lora_rank</comment>
        <translation>ранг файла {rank}, а в настройке method.rank стоит только {wanted}</translation>
    </message>
    <message>
        <source>its {layer} is of another size than the base model&apos;s</source>
        <comment>cause.lora_shape</comment>
        <translation>{layer} другого размера, чем в базовой модели</translation>
    </message>
    <message>
        <source>it is damaged, or no hypernetwork&apos;s .pt file</source>
        <comment>cause.not_a_hypernetwork</comment>
        <translation>файл повреждён, или это не гиперсеть .pt</translation>
    </message>
    <message>
        <source>it uses the activation {name}, and Manul only knows {choices}</source>
        <comment>cause.activation</comment>
        <translation>в нём активация {name}, а Manul знает только {choices}</translation>
    </message>
    <message>
        <source>it holds more than numbers, which could be malicious</source>
        <comment>cause.not_safe</comment>
        <translation>в нём не только числа, это может быть опасно</translation>
    </message>
    <message>
        <source>it holds {count} embeddings instead of one</source>
        <comment>cause.embedding_count</comment>
        <translation>в нём {count} эмбеддингов вместо одного</translation>
    </message>
    <message>
        <source>it is empty</source>
        <comment>cause.empty</comment>
        <translation>он пуст</translation>
    </message>
    <message>
        <source>it is a web page, so the download went wrong</source>
        <comment>cause.web_page</comment>
        <translation>это веб-страница: скачалось не то</translation>
    </message>
    <message>
        <source>it only says where the model lies (a git-lfs pointer)</source>
        <comment>cause.lfs_pointer</comment>
        <translation>в нём только сказано, где лежит модель (указатель git-lfs)</translation>
    </message>
    <message>
        <source>it is a zip archive, not a .safetensors file</source>
        <comment>cause.zip</comment>
        <translation>это архив zip, а не файл .safetensors</translation>
    </message>
    <message>
        <source>it is cut off, {there} of {wanted} bytes are there</source>
        <comment>cause.cut_off</comment>
        <translation>он оборван: есть {there} из {wanted} байт</translation>
    </message>
    <message>
        <source>it is damaged, or no model file</source>
        <comment>cause.not_a_model</comment>
        <translation>он повреждён, или это не файл модели</translation>
    </message>
    <message>
        <source>it asks for the program code {name}, which could be malicious</source>
        <comment>cause.foreign_code</comment>
        <translation>он требует программный код {name}, это может быть опасно</translation>
    </message>
    <message>
        <source>{detail}</source>
        <comment>cause.system</comment>
        <translation>{detail}</translation>
    </message>
    <message>
        <source>{file} is missing</source>
        <comment>damage.missing</comment>
        <translation>нет файла {file}</translation>
    </message>
    <message>
        <source>{file} is not what was written</source>
        <comment>damage.changed</comment>
        <translation>{file} не тот, что был записан</translation>
    </message>
    <message>
        <source>{file} cannot be read</source>
        <comment>damage.unreadable</comment>
        <translation>{file} не читается</translation>
    </message>
    <message>
        <source>Stable Diffusion 1.x</source>
        <comment>family.sd1</comment>
        <translation>Stable Diffusion 1.x</translation>
    </message>
    <message>
        <source>Stable Diffusion 2.x</source>
        <comment>family.sd2</comment>
        <translation>Stable Diffusion 2.x</translation>
    </message>
    <message>
        <source>SDXL</source>
        <comment>family.sdxl</comment>
        <translation>SDXL</translation>
    </message>
    <message>
        <source>models that describe words by {width} numbers</source>
        <comment>family.width</comment>
        <translation>моделей, описывающих слова {width} числами</translation>
    </message>
    <message>
        <source>a {pipeline}</source>
        <comment>model.pipeline</comment>
        <translation>{pipeline}</translation>
    </message>
    <message>
        <source>a {architecture} model</source>
        <comment>model.other</comment>
        <translation>модель {architecture}</translation>
    </message>
    <message>
        <source>a model packed into fewer bits ({format}), which can draw but not learn</source>
        <comment>model.quantised</comment>
        <translation>модель, сжатая до меньшего числа битов ({format}): рисовать она может, учиться — нет</translation>
    </message>
    <message>
        <source>the SDXL refiner, which only finishes the pictures of another model</source>
        <comment>model.refiner</comment>
        <translation>SDXL refiner: он только доводит картинки другой модели</translation>
    </message>
    <message>
        <source>a model for inpainting or editing ({channels} input channels, not 4)</source>
        <comment>model.inpainting</comment>
        <translation>модель для дорисовки или правки (входных каналов {channels}, а не 4)</translation>
    </message>
    <message>
        <source>a UNet without its text encoder</source>
        <comment>model.no_text_encoder</comment>
        <translation>UNet без кодировщика текста</translation>
    </message>
    <message>
        <source>a checkpoint without its VAE</source>
        <comment>model.no_vae</comment>
        <translation>модель без VAE</translation>
    </message>
    <message>
        <source>a VAE, which goes with a base model</source>
        <comment>model.vae</comment>
        <translation>VAE, дополнение к базовой модели</translation>
    </message>
    <message>
        <source>a text encoder, which goes with a base model</source>
        <comment>model.text_encoder</comment>
        <translation>кодировщик текста, дополнение к базовой модели</translation>
    </message>
    <message>
        <source>a LoRA, which goes with a base model</source>
        <comment>model.lora</comment>
        <translation>LoRA, дополнение к базовой модели</translation>
    </message>
    <message>
        <source>an embedding, which goes with a base model</source>
        <comment>model.embedding</comment>
        <translation>эмбеддинг, дополнение к базовой модели</translation>
    </message>
    <message>
        <source>a hypernetwork, which goes with a base model</source>
        <comment>model.hypernetwork</comment>
        <translation>гиперсеть, дополнение к базовой модели</translation>
    </message>
    <message>
        <source>a ControlNet, which goes with a base model</source>
        <comment>model.controlnet</comment>
        <translation>ControlNet, дополнение к базовой модели</translation>
    </message>
    <message>
        <source>nothing that Manul knows</source>
        <comment>model.unknown</comment>
        <translation>что-то, чего Манул не знает</translation>
    </message>
    <message>
        <source>starting</source>
        <comment>stage.starting</comment>
        <translation>запуск</translation>
    </message>
    <message>
        <source>downloading the model</source>
        <comment>stage.downloading</comment>
        <translation>скачивание модели</translation>
    </message>
    <message>
        <source>looking at the pictures</source>
        <comment>stage.caching</comment>
        <translation>просмотр картинок</translation>
    </message>
    <message>
        <source>drawing pictures of the class</source>
        <comment>stage.class_images</comment>
        <translation>рисование картинок класса</translation>
    </message>
    <message>
        <source>loading the model</source>
        <comment>stage.loading</comment>
        <translation>загрузка модели</translation>
    </message>
    <message>
        <source>learning</source>
        <comment>stage.learning</comment>
        <translation>обучение</translation>
    </message>
    <message>
        <source>drawing samples</source>
        <comment>stage.sampling</comment>
        <translation>рисование проб</translation>
    </message>
    <message>
        <source>saving</source>
        <comment>stage.saving</comment>
        <translation>запись</translation>
    </message>
    <message>
        <source>exporting</source>
        <comment>stage.exporting</comment>
        <translation>сохранение</translation>
    </message>
    <message>
        <source>waiting</source>
        <comment>stage.waiting</comment>
        <translation>ожидание</translation>
    </message>
    <message>
        <source>new</source>
        <comment>state.new</comment>
        <translation>новое</translation>
    </message>
    <message>
        <source>queued</source>
        <comment>state.queued</comment>
        <translation>в очереди</translation>
    </message>
    <message>
        <source>starting</source>
        <comment>state.starting</comment>
        <translation>запуск</translation>
    </message>
    <message>
        <source>running</source>
        <comment>state.running</comment>
        <translation>идёт</translation>
    </message>
    <message>
        <source>paused</source>
        <comment>state.paused</comment>
        <translation>на паузе</translation>
    </message>
    <message>
        <source>stopped</source>
        <comment>state.stopped</comment>
        <translation>остановлено</translation>
    </message>
    <message>
        <source>failed</source>
        <comment>state.failed</comment>
        <translation>с ошибкой</translation>
    </message>
    <message>
        <source>finished</source>
        <comment>state.finished</comment>
        <translation>закончено</translation>
    </message>
    <message>
        <source>dead</source>
        <comment>state.died</comment>
        <translation>прервалось</translation>
    </message>
    <message>
        <source>not responding</source>
        <comment>state.not_responding</comment>
        <translation>не отвечает</translation>
    </message>
    <message>
        <source>it must begin and end with 1, with sizes up to {limit} between</source>
        <comment>problem.layer_structure</comment>
        <translation>начинаться и кончаться должно единицей, между ними размеры до {limit}</translation>
    </message>
    <message>
        <source>it needs {count} numbers from 0 to less than 1, the first and the last 0</source>
        <comment>problem.dropout_structure</comment>
        <translation>нужны числа от 0 до 1 (не включая 1), всего {count}, первое и последнее — 0</translation>
    </message>
    <message>
        <source>it must be written like 5e-5:100, 5e-6:1500, with rates up to 1 and rising steps</source>
        <comment>problem.rate_steps</comment>
        <translation>надо писать так: 5e-5:100, 5e-6:1500; скорости до 1, шаги по возрастанию</translation>
    </message>
    <message>
        <source>it must begin with the learning rate, {rate}</source>
        <comment>problem.rate_steps_begin</comment>
        <translation>начинаться должно со скорости обучения, {rate}</translation>
    </message>
    <message>
        <source>training.learning_rate_steps goes to step {last}</source>
        <comment>problem.rate_steps_end</comment>
        <translation>training.learning_rate_steps идёт до шага {last}</translation>
    </message>
    <message>
        <source>it must be at least {limit}</source>
        <comment>problem.at_least</comment>
        <translation>должно быть не меньше {limit}</translation>
    </message>
    <message>
        <source>it must be at most {limit}</source>
        <comment>problem.at_most</comment>
        <translation>должно быть не больше {limit}</translation>
    </message>
    <message>
        <source>it must be more than {limit}</source>
        <comment>problem.more_than</comment>
        <translation>должно быть больше {limit}</translation>
    </message>
    <message>
        <source>it must be less than {limit}</source>
        <comment>problem.less_than</comment>
        <translation>должно быть меньше {limit}</translation>
    </message>
    <message>
        <source>it must be a multiple of {step}</source>
        <comment>problem.multiple_of</comment>
        <translation>должно делиться на {step}</translation>
    </message>
    <message>
        <source>it must be a whole number</source>
        <comment>problem.whole_number</comment>
        <translation>должно быть целым числом</translation>
    </message>
    <message>
        <source>it must be a number</source>
        <comment>problem.number</comment>
        <translation>должно быть числом</translation>
    </message>
    <message>
        <source>it must be true or false</source>
        <comment>problem.yes_or_no</comment>
        <translation>должно быть true или false</translation>
    </message>
    <message>
        <source>it must be text</source>
        <comment>problem.text</comment>
        <translation>должно быть текстом</translation>
    </message>
    <message>
        <source>it must be a list</source>
        <comment>problem.list</comment>
        <translation>должно быть списком</translation>
    </message>
    <message>
        <source>it must be a table</source>
        <comment>problem.table</comment>
        <translation>должно быть таблицей</translation>
    </message>
    <message>
        <source>it must be one of: {choices}</source>
        <comment>problem.one_of</comment>
        <translation>должно быть одним из: {choices}</translation>
    </message>
    <message>
        <source>it is missing</source>
        <comment>problem.missing</comment>
        <translation>не задано</translation>
    </message>
    <message>
        <source>it must be the name of a method: {choices}</source>
        <comment>problem.method</comment>
        <translation>должно быть именем метода: {choices}</translation>
    </message>
    <message>
        <source>there is no table “{name}” of settings, only: {choices}</source>
        <comment>problem.table_name</comment>
        <translation>нет таблицы настроек «{name}», есть только: {choices}</translation>
    </message>
    <message>
        <source>there is no such entry</source>
        <comment>problem.unknown</comment>
        <translation>такой записи нет</translation>
    </message>
    <message>
        <source>it needs at least {limit} entries</source>
        <comment>problem.too_few</comment>
        <translation>нужно не меньше {limit} записей</translation>
    </message>
    <message>
        <source>it may have at most {limit} entries</source>
        <comment>problem.too_many</comment>
        <translation>можно не больше {limit} записей</translation>
    </message>
    <message>
        <source>a name consists of small Latin letters, digits, “-” and “_”</source>
        <comment>problem.name</comment>
        <translation>имя состоит из строчных латинских букв, цифр, «-» и «_»</translation>
    </message>
    <message>
        <source>it must be the name of a file, without folders</source>
        <comment>problem.file_name</comment>
        <translation>должно быть именем файла без папок</translation>
    </message>
    <message>
        <source>“{prompt}” has no {{}} where the concept&apos;s name goes</source>
        <comment>problem.no_place</comment>
        <translation>в «{prompt}» нет {{}} на месте имени понятия</translation>
    </message>
    <message>
        <source>left must be smaller than right, and top smaller than bottom</source>
        <comment>problem.crop</comment>
        <translation>левый край должен быть левее правого, верхний — выше нижнего</translation>
    </message>
    <message>
        <source>it is not written as it should be</source>
        <comment>problem.pattern</comment>
        <translation>записано не так, как нужно</translation>
    </message>
    <message>
        <source>{detail}</source>
        <comment>problem.other</comment>
        <translation>{detail}</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <comment>picture.unreadable</comment>
        <translation>не читается</translation>
    </message>
    <message>
        <source>Open it in an image viewer and save it again as JPEG or PNG.</source>
        <comment>picture.unreadable.cure</comment>
        <translation>Откройте в просмотрщике и сохраните заново как JPEG или PNG.</translation>
    </message>
    <message>
        <source>is already there as {other}</source>
        <comment>picture.already_there</comment>
        <translation>уже есть как {other}</translation>
    </message>
    <message>
        <source>Nothing to do: it was not added again.</source>
        <comment>picture.already_there.cure</comment>
        <translation>Ничего делать не нужно: второй раз не добавлена.</translation>
    </message>
    <message>
        <source>has a caption file that cannot be read</source>
        <comment>picture.caption_unreadable</comment>
        <translation>файл подписи не читается</translation>
    </message>
    <message>
        <source>Write the caption again here.</source>
        <comment>picture.caption_unreadable.cure</comment>
        <translation>Напишите подпись здесь заново.</translation>
    </message>
    <message>
        <source>is really {format}, not {extension}</source>
        <comment>picture.wrong_extension</comment>
        <translation>на самом деле {format}, а не {extension}</translation>
    </message>
    <message>
        <source>Nothing to do: the copy gets the right extension.</source>
        <comment>picture.wrong_extension.cure</comment>
        <translation>Ничего делать не нужно: копия получит верное расширение.</translation>
    </message>
    <message>
        <source>is {width}x{height}, smaller than the {resolution} it is trained at</source>
        <comment>picture.too_small</comment>
        <translation>размер {width}×{height}, меньше {resolution}, на которых учат</translation>
    </message>
    <message>
        <source>Use a larger picture, or a smaller resolution.</source>
        <comment>picture.too_small.cure</comment>
        <translation>Возьмите картинку крупнее или меньшее разрешение.</translation>
    </message>
    <message>
        <source>its crop is {side} px, less than the {resolution} it is trained at</source>
        <comment>picture.crop_too_small</comment>
        <translation>её кадр — {side} пикс., меньше {resolution}, на которых идёт обучение</translation>
    </message>
    <message>
        <source>Make the crop larger, or take the largest square.</source>
        <comment>picture.crop_too_small.cure</comment>
        <translation>Увеличьте кадр или возьмите наибольший квадрат.</translation>
    </message>
    <message>
        <source>looks blurred</source>
        <comment>picture.blurred</comment>
        <translation>выглядит размытой</translation>
    </message>
    <message>
        <source>Leave it out unless the blur belongs to what you teach.</source>
        <comment>picture.blurred.cure</comment>
        <translation>Исключите её, если размытие не часть того, чему учите.</translation>
    </message>
    <message>
        <source>looks the same as {other}</source>
        <comment>picture.near_duplicate</comment>
        <translation>выглядит так же, как {other}</translation>
    </message>
    <message>
        <source>Keep one of the two: copies count double.</source>
        <comment>picture.near_duplicate.cure</comment>
        <translation>Оставьте одну из двух: копии учитываются дважды.</translation>
    </message>
    <message>
        <source>holds several pictures; only the first is used</source>
        <comment>picture.animated</comment>
        <translation>в файле несколько картинок; берётся только первая</translation>
    </message>
    <message>
        <source>Save the frame you want as a picture of its own.</source>
        <comment>picture.animated.cure</comment>
        <translation>Сохраните нужный кадр отдельной картинкой.</translation>
    </message>
    <message>
        <source>has transparent parts; they become white</source>
        <comment>picture.transparent</comment>
        <translation>есть прозрачные места; они станут белыми</translation>
    </message>
    <message>
        <source>Put it on a background if white is wrong.</source>
        <comment>picture.transparent.cure</comment>
        <translation>Положите её на фон, если белый не подходит.</translation>
    </message>
    <message>
        <source>was turned upright</source>
        <comment>picture.rotated</comment>
        <translation>повёрнута как надо</translation>
    </message>
    <message>
        <source>Nothing to do: the camera had noted how it was held.</source>
        <comment>picture.rotated.cure</comment>
        <translation>Ничего делать не нужно: камера записала, как её держали.</translation>
    </message>
    <message>
        <source>{count} pictures: more than needed; the best 20 teach as well.</source>
        <comment>advice.many</comment>
        <translation>Картинок: {count}, больше, чем нужно; лучшие 20 учат не хуже.</translation>
    </message>
    <message>
        <source>This machine has a {card}.</source>
        <comment>reason.device.cuda</comment>
        <translation>В этом компьютере есть {card}.</translation>
    </message>
    <message>
        <source>The processor was asked for.</source>
        <comment>reason.device.asked</comment>
        <translation>Так попросили: считать на процессоре.</translation>
    </message>
    <message>
        <source>No usable NVIDIA card was found, so the processor does the work.</source>
        <comment>reason.device.cpu</comment>
        <translation>Подходящей видеокарты NVIDIA нет, считает процессор.</translation>
    </message>
    <message>
        <source>{problem} The processor does the work, which is enough for the demo model.</source>
        <comment>reason.device.unusable</comment>
        <translation>{problem} Работает процессор: для демонстрационной модели этого достаточно.</translation>
    </message>
    <message>
        <source>This number format was asked for.</source>
        <comment>reason.precision.asked</comment>
        <translation>Такой формат чисел попросили.</translation>
    </message>
    <message>
        <source>This card computes in bfloat16.</source>
        <comment>reason.precision.bf16</comment>
        <translation>Эта видеокарта считает в bfloat16.</translation>
    </message>
    <message>
        <source>This card has no bfloat16.</source>
        <comment>reason.precision.fp16</comment>
        <translation>Эта видеокарта не умеет bfloat16.</translation>
    </message>
    <message>
        <source>On the processor 32-bit numbers are the fastest.</source>
        <comment>reason.precision.fp32</comment>
        <translation>На процессоре быстрее всего 32-битные числа.</translation>
    </message>
    <message>
        <source>It was asked for.</source>
        <comment>reason.prediction.asked</comment>
        <translation>Так попросили.</translation>
    </message>
    <message>
        <source>The model says so itself.</source>
        <comment>reason.prediction.said</comment>
        <translation>Так говорит сама модель.</translation>
    </message>
    <message>
        <source>It was found out when the run began.</source>
        <comment>reason.prediction.remembered</comment>
        <translation>Это выяснилось, когда обучение началось.</translation>
    </message>
    <message>
        <source>Given pure noise, the model&apos;s answer resembles it by {likeness} (1 = it predicts noise, 0 = velocity).</source>
        <comment>reason.prediction.probed</comment>
        <translation>На чистый шум модель отвечает похоже на него на {likeness} (1 = предсказывает шум, 0 = скорость).</translation>
    </message>
    <message>
        <source>Stochastic rounding keeps the weights in bfloat16.</source>
        <comment>reason.precision.rounding</comment>
        <translation>При случайном округлении веса хранятся в bfloat16.</translation>
    </message>
    <message>
        <source>It was asked for.</source>
        <comment>reason.measure.asked</comment>
        <translation>Так задано в настройках.</translation>
    </message>
    <message>
        <source>It was asked for. Pictures of the concept and of the class then take turns.</source>
        <comment>reason.measure.asked.take_turns</comment>
        <translation>Так задано в настройках. Картинки понятия и класса при этом идут по очереди.</translation>
    </message>
    <message>
        <source>The weights are kept in 32 bits and computed with in 16: smaller steps than a 16-bit number can hold add up.</source>
        <comment>reason.measure.master</comment>
        <translation>Веса хранятся в 32 битах, а считает карта в 16: так складываются и шаги, слишком малые для 16-битного числа.</translation>
    </message>
    <message>
        <source>Pictures are encoded once, before training, and not at every step.</source>
        <comment>reason.cache_latents</comment>
        <translation>Картинки кодируются один раз, до обучения, а не на каждом шаге.</translation>
    </message>
    <message>
        <source>The demo model is so small that more threads only wait for each other.</source>
        <comment>reason.threads.demo</comment>
        <translation>Демо-модель так мала, что лишние потоки только ждут друг друга.</translation>
    </message>
    <message>
        <source>One thread for each processor core.</source>
        <comment>reason.threads.cores</comment>
        <translation>По потоку на каждое ядро процессора.</translation>
    </message>
    <message>
        <source>OMP_NUM_THREADS asked for this many.</source>
        <comment>reason.threads.asked</comment>
        <translation>Столько просит OMP_NUM_THREADS.</translation>
    </message>
    <message>
        <source>The card does the work; the processor only feeds it.</source>
        <comment>reason.threads.gpu</comment>
        <translation>Работает видеокарта; процессор только подаёт ей данные.</translation>
    </message>
    <message>
        <source>The learning-rate schedule had ended, so the added steps use a constant {learning_rate}.</source>
        <comment>reason.extended</comment>
        <translation>Расписание скорости обучения кончилось, добавленные шаги идут с постоянной {learning_rate}.</translation>
    </message>
    <message>
        <source>Prompts are encoded once, before training, and the text encoder leaves the card.</source>
        <comment>plan.cache_text</comment>
        <translation>Подсказки кодируются один раз, до обучения, и текстовый кодировщик освобождает карту.</translation>
    </message>
    <message>
        <source>Weights in 16 bits that are rounded by chance learn as well as in 32: {saved} GB less.</source>
        <comment>plan.measure.bf16_stochastic_rounding</comment>
        <translation>Веса в 16 битах, округляемые случайно, учатся не хуже, чем в 32: на {saved} ГБ меньше.</translation>
    </message>
    <message>
        <source>The optimizer remembers in 8 bits what it learned about each weight: {saved} GB less.</source>
        <comment>plan.measure.adamw_8bit</comment>
        <translation>Оптимизатор помнит о каждом весе в 8 битах: на {saved} ГБ меньше.</translation>
    </message>
    <message>
        <source>Each weight moves as soon as its gradient is known, so that gradients need no room: {saved} GB less.</source>
        <comment>plan.measure.step_in_backward</comment>
        <translation>Каждый вес сдвигается, как только известен его градиент, и место под градиенты не нужно: на {saved} ГБ меньше.</translation>
    </message>
    <message>
        <source>Each weight moves as soon as its gradient is known, so that gradients need no room: {saved} GB less. Pictures of the concept and of the class then take turns.</source>
        <comment>plan.measure.step_in_backward.take_turns</comment>
        <translation>Каждый вес сдвигается, как только известен его градиент, и место под градиенты не нужно: на {saved} ГБ меньше. Картинки понятия и класса при этом идут по очереди.</translation>
    </message>
    <message>
        <source>Part of the computation is done twice instead of remembered: {saved} GB less, a quarter to a third slower.</source>
        <comment>plan.measure.gradient_checkpointing</comment>
        <translation>Часть вычислений повторяется вместо того, чтобы храниться: на {saved} ГБ меньше, но медленнее на четверть или треть.</translation>
    </message>
    <message>
        <source>This optimizer remembers next to nothing; learning is a little less steady: {saved} GB less.</source>
        <comment>plan.measure.adafactor</comment>
        <translation>Этот оптимизатор почти ничего не хранит, но учит чуть менее ровно: на {saved} ГБ меньше.</translation>
    </message>
    <message>
        <source>The base model, which stays as it is, is packed into 8 bits: {saved} GB less, slower.</source>
        <comment>plan.measure.int8_base</comment>
        <translation>Базовая модель, которая не меняется, упакована в 8 бит: на {saved} ГБ меньше, но медленнее.</translation>
    </message>
    <message>
        <source>The base model, which stays as it is, is packed into 4 bits: {saved} GB less, slower and a little less exact.</source>
        <comment>plan.measure.nf4_base</comment>
        <translation>Базовая модель, которая не меняется, упакована в 4 бита: на {saved} ГБ меньше, но медленнее и чуть менее точно.</translation>
    </message>
    <message>
        <source>Make a new run with the same settings: {needed} GB suffice where no step binds it to an optimizer.</source>
        <comment>plan.change.anew</comment>
        <translation>Создайте новое обучение с теми же настройками: ему хватит {needed} ГБ, потому что сохранённые шаги не привязывают его к оптимизатору.</translation>
    </message>
    <message>
        <source>Set {settings} to auto: {needed} GB suffice.</source>
        <comment>plan.change.auto</comment>
        <translation>Верните значение auto ({settings}): хватит {needed} ГБ.</translation>
    </message>
    <message>
        <source>Leave --measures out, so that Manul chooses: {needed} GB suffice.</source>
        <comment>plan.change.measures</comment>
        <translation>Уберите --measures, чтобы Манул выбрал сам: хватит {needed} ГБ.</translation>
    </message>
    <message>
        <source>Set training.train_batch_size to 1: {needed} GB suffice.</source>
        <comment>plan.change.batch</comment>
        <translation>Поставьте training.train_batch_size = 1: хватит {needed} ГБ.</translation>
    </message>
    <message>
        <source>Switch data.prior_preservation off: {needed} GB suffice.</source>
        <comment>plan.change.prior</comment>
        <translation>Выключите data.prior_preservation: хватит {needed} ГБ.</translation>
    </message>
    <message>
        <source>Set data.resolution to {resolution}: {needed} GB suffice.</source>
        <comment>plan.change.resolution</comment>
        <translation>Поставьте data.resolution = {resolution}: хватит {needed} ГБ.</translation>
    </message>
    <message>
        <source>Choose the method {method}: {needed} GB suffice.</source>
        <comment>plan.change.method</comment>
        <translation>Выберите метод {method}: хватит {needed} ГБ.</translation>
    </message>
    <message>
        <source>Choose a smaller base model (Stable Diffusion 1.x needs the least), or train on a card with more memory.</source>
        <comment>plan.change.none</comment>
        <translation>Возьмите базовую модель поменьше (меньше всего памяти нужно Stable Diffusion 1.x) или обучайте на карте с большей памятью.</translation>
    </message>
    <message>
        <source>What was learned since the last kept step is no longer made of numbers; it does not count.</source>
        <comment>reason.not_finite</comment>
        <translation>Выученное после последнего сохранённого шага — больше не числа; оно не засчитывается.</translation>
    </message>
    <message>
        <source>The card ran out of memory while {stage}. The training goes on from the last kept step in a way that needs less.</source>
        <comment>reason.out_of_memory</comment>
        <translation>Видеокарте не хватило памяти ({stage}). Обучение продолжается с последнего сохранённого шага так, чтобы памяти требовалось меньше.</translation>
    </message>
    <message>
        <source>{file} was left out: it cannot be read.</source>
        <comment>note.picture_skipped</comment>
        <translation>{file} пропущен: не читается.</translation>
    </message>
    <message>
        <source>{file} is no longer the picture that this training began with; it goes on with the picture as it is now.</source>
        <comment>note.picture_changed</comment>
        <translation>{file} — уже не та картинка, с которой началось это обучение; оно продолжается с нынешней.</translation>
    </message>
    <message>
        <source>A damaged cache entry of {file} was made again.</source>
        <comment>note.cache_rebuilt</comment>
        <translation>Повреждённая запись кэша для {file} сделана заново.</translation>
    </message>
    <message>
        <source>The kept step {step} is damaged ({reason}); going on from an earlier one.</source>
        <comment>note.checkpoint_skipped</comment>
        <translation>Сохранённый шаг {step} повреждён ({reason}); продолжаем с более раннего.</translation>
    </message>
    <message>
        <source>The kept step {step} is damaged ({reason}), and there is no earlier one to go on from: the training begins again.</source>
        <comment>note.checkpoint_skipped.last</comment>
        <translation>Сохранённый шаг {step} повреждён ({reason}), а более раннего, с которого можно продолжить, нет: обучение начинается заново.</translation>
    </message>
    <message>
        <source>A sample could not be drawn ({reason}); training goes on.</source>
        <comment>note.sample_failed</comment>
        <translation>Пробу нарисовать не удалось ({reason}); обучение идёт дальше.</translation>
    </message>
    <message>
        <source>A resolution that is a multiple of 64 suits the model better than {resolution}.</source>
        <comment>note.small_multiple</comment>
        <translation>Модели подошло бы разрешение, кратное 64, а не {resolution}.</translation>
    </message>
    <message>
        <source>xformers cannot be used here ({reason}); torch computes attention itself.</source>
        <comment>note.no_xformers</comment>
        <translation>xformers здесь не работает ({reason}); внимание вычисляет сам torch.</translation>
    </message>
    <message>
        <source>The 8-bit optimizer cannot be used here ({reason}); its 32-bit form does the same and needs more memory.</source>
        <comment>note.no_8_bit</comment>
        <translation>8-битный оптимизатор здесь не работает ({reason}); 32-битный делает то же самое, но занимает больше памяти.</translation>
    </message>
    <message>
        <source>The base model cannot be packed into fewer bits here ({reason}); it stays as it is and needs more memory.</source>
        <comment>note.no_packed_base</comment>
        <translation>Базовую модель здесь нельзя упаковать в меньшее число бит ({reason}); она остаётся как есть и занимает больше памяти.</translation>
    </message>
    <message>
        <source>The model is not compiled ({reason}); it computes the same without, a little slower.</source>
        <comment>note.no_compile</comment>
        <translation>Модель не скомпилирована ({reason}); без этого она считает то же самое, но чуть медленнее.</translation>
    </message>
    <message>
        <source>Up to step {step}, {count} updates of single layers were left out, because their gradients were too large for this number format or not numbers.</source>
        <comment>note.gradients_skipped</comment>
        <translation>К шагу {step} пропущено обновлений отдельных слоёв: {count}. Их градиенты были слишком велики для этого формата чисел или не были числами.</translation>
    </message>
    <message>
        <source>Since step {step} a step takes {factor} times as long as before. Another program uses the card, or its memory is full and the driver moves part of it to the computer&apos;s: close other programs that use the card.</source>
        <comment>note.steps_slower</comment>
        <translation>С шага {step} каждый шаг длится в {factor} раз дольше, чем раньше. Картой занята другая программа, или её память полна и драйвер переносит часть в память компьютера: закройте другие программы, которые занимают карту.</translation>
    </message>
    <message>
        <source>The weights in {path} cannot be used ({reason}), so likeness to the pictures is not measured.</source>
        <comment>note.no_image_encoder</comment>
        <translation>Веса в {path} использовать нельзя ({reason}), поэтому сходство с картинками не измеряется.</translation>
    </message>
    <message>
        <source>“{prompt}” is longer than the model reads; its end is cut off.</source>
        <comment>note.prompt_too_long</comment>
        <translation>«{prompt}» длиннее, чем читает модель; конец отрезан.</translation>
    </message>
    <message>
        <source>“{command}” does nothing while the run is {state}.</source>
        <comment>note.command_ignored</comment>
        <translation>«{command}» ничего не делает: состояние обучения — «{state}».</translation>
    </message>
</context>
<context>
    <name>picture_notes</name>
    <message>
        <source>Pictures not added: {count} of {total}</source>
        <translation>Не добавлено картинок: {count} из {total}</translation>
    </message>
</context>
<context>
    <name>plot</name>
    <message>
        <source>The fixed test went from {first} to {last} by step {step}; lower is better.</source>
        <translation>Результат проверки прошёл путь от {first} до {last} к шагу {step}; чем меньше, тем лучше.</translation>
    </message>
    <message>
        <source>Step {step}</source>
        <translation>Шаг {step}</translation>
    </message>
    <message>
        <source>Fixed test: {loss}, at step {step}</source>
        <translation>Проверка: {loss} на шаге {step}</translation>
    </message>
    <message>
        <source>Each step: {loss}</source>
        <translation>Каждый шаг: {loss}</translation>
    </message>
    <message>
        <source>The step to keep</source>
        <translation>Этот шаг стоит оставить</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>Сохранён</translation>
    </message>
    <message>
        <source>At step {step} the plan was changed.</source>
        <translation>На шаге {step} план изменён.</translation>
    </message>
</context>
<context>
    <name>presets</name>
    <message>
        <source>DreamBooth</source>
        <comment>preset.dreambooth.title</comment>
        <translation>DreamBooth</translation>
    </message>
    <message>
        <source>Teaches the whole model: the closest likeness, a new checkpoint of some gigabytes, and a card with much memory. Good for objects and animals.</source>
        <comment>preset.dreambooth.purpose</comment>
        <translation>Учит всю модель: самое точное сходство, новый чекпойнт на несколько гигабайт и карта с большой памятью. Подходит для предметов и животных.</translation>
    </message>
    <message>
        <source>Hypernetwork, style</source>
        <comment>preset.hypernetwork.title</comment>
        <translation>Гиперсеть, стиль</translation>
    </message>
    <message>
        <source>Good for a way of drawing: a file of some 90 megabytes that AUTOMATIC1111 and ComfyUI alone use. A LoRA is smaller and loads everywhere: choose it unless you need just this.</source>
        <comment>preset.hypernetwork.purpose</comment>
        <translation>Для манеры рисовать: 90 мегабайт, только для AUTOMATIC1111 и ComfyUI. LoRA меньше и работает везде: берите её, если не нужен именно такой файл.</translation>
    </message>
    <message>
        <source>LoRA</source>
        <comment>preset.lora.title</comment>
        <translation>LoRA</translation>
    </message>
    <message>
        <source>Learns small matrices beside the model: a file of some megabytes that is loaded with any model of the same family. The all-rounder; good for objects and animals.</source>
        <comment>preset.lora.purpose</comment>
        <translation>Учит небольшие матрицы рядом с моделью: файл на несколько мегабайт, который работает с любой моделью того же семейства. Самый универсальный способ; подходит для предметов и животных.</translation>
    </message>
    <message>
        <source>Textual inversion</source>
        <comment>preset.textual_inversion.title</comment>
        <translation>Текстовая инверсия</translation>
    </message>
    <message>
        <source>Learns a new word and leaves the model as it is: a file of a few kilobytes that any model of the same family understands. Good for objects, animals and styles.</source>
        <comment>preset.textual_inversion.purpose</comment>
        <translation>Учит новое слово и не меняет модель: файл в несколько килобайт, который понимает любая модель того же семейства. Для предметов, животных и стилей.</translation>
    </message>
    <message>
        <source>DreamBooth, person</source>
        <comment>preset.dreambooth_person.title</comment>
        <translation>DreamBooth, человек</translation>
    </message>
    <message>
        <source>The closest likeness of a face: the text encoder learns too, slowly. A new checkpoint of some gigabytes, and a card with much memory.</source>
        <comment>preset.dreambooth_person.purpose</comment>
        <translation>Самое точное сходство лица: понемногу учится и текстовый кодировщик. Новый чекпойнт на несколько гигабайт и карта с большой памятью.</translation>
    </message>
    <message>
        <source>DreamBooth, style</source>
        <comment>preset.dreambooth_style.title</comment>
        <translation>DreamBooth, стиль</translation>
    </message>
    <message>
        <source>A whole model that draws in one way. No pictures of the class: everything is to change. A new checkpoint of some gigabytes.</source>
        <comment>preset.dreambooth_style.purpose</comment>
        <translation>Целая модель, которая рисует в одной манере. Без картинок класса: измениться должно всё. Новый чекпойнт на несколько гигабайт.</translation>
    </message>
    <message>
        <source>Hypernetwork, object</source>
        <comment>preset.hypernetwork_object.title</comment>
        <translation>Гиперсеть, предмет</translation>
    </message>
    <message>
        <source>For a thing or an animal: a file of some 45 megabytes that AUTOMATIC1111 and ComfyUI alone use. A LoRA is smaller, loads everywhere and is the better choice.</source>
        <comment>preset.hypernetwork_object.purpose</comment>
        <translation>Для предмета или животного: файл примерно на 45 мегабайт, который используют только AUTOMATIC1111 и ComfyUI. LoRA меньше, работает везде и подходит лучше.</translation>
    </message>
    <message>
        <source>LoRA, person</source>
        <comment>preset.lora_person.title</comment>
        <translation>LoRA, человек</translation>
    </message>
    <message>
        <source>For faces: slower, with the text encoder taught a little as well, and without mirrored pictures. A file of some megabytes.</source>
        <comment>preset.lora_person.purpose</comment>
        <translation>Для лиц: медленнее, понемногу учится и текстовый кодировщик, без зеркальных картинок. Файл на несколько мегабайт.</translation>
    </message>
    <message>
        <source>LoRA, style</source>
        <comment>preset.lora_style.title</comment>
        <translation>LoRA, стиль</translation>
    </message>
    <message>
        <source>For a way of drawing or photographing: feed-forward layers learn too, and captions say what is in each picture. A file of some megabytes.</source>
        <comment>preset.lora_style.purpose</comment>
        <translation>Для манеры рисовать или снимать: учатся и слои прямого распространения, а подписи говорят, что на каждой картинке. Файл на несколько мегабайт.</translation>
    </message>
    <message>
        <source>Quick look</source>
        <comment>preset.quick_look.title</comment>
        <translation>Быстрый взгляд</translation>
    </message>
    <message>
        <source>A first impression in a fraction of the time, to see whether the pictures are any good. Coarser than the full training.</source>
        <comment>preset.quick_look.purpose</comment>
        <translation>Первое впечатление за малую часть времени: увидеть, годятся ли картинки. Грубее полного обучения.</translation>
    </message>
</context>
<context>
    <name>sample_menu</name>
    <message>
        <source>Unpin this step</source>
        <translation>Открепить этот шаг</translation>
    </message>
    <message>
        <source>Pin this step</source>
        <translation>Закрепить этот шаг</translation>
    </message>
    <message>
        <source>Export step {step}</source>
        <translation>Экспортировать шаг {step}</translation>
    </message>
    <message>
        <source>Enlarge</source>
        <translation>Увеличить</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Сравнить</translation>
    </message>
    <message>
        <source>Try this step…</source>
        <translation>Попробовать этот шаг…</translation>
    </message>
    <message>
        <source>Copy the picture</source>
        <translation>Копировать картинку</translation>
    </message>
    <message>
        <source>Save the picture as…</source>
        <translation>Сохранить картинку как…</translation>
    </message>
    <message>
        <source>Show in the folder</source>
        <translation>Показать в папке</translation>
    </message>
</context>
<context>
    <name>settings</name>
    <message>
        <source>Vectors of the new word: more hold more detail, but leave less room for the rest of the prompt.</source>
        <comment>setting.method.num_vectors</comment>
        <translation>Сколько векторов у нового слова: чем больше, тем больше подробностей, но тем меньше места остаётся для остального запроса.</translation>
    </message>
    <message>
        <source>Teach the text encoder as well: learns faster, needs memory.</source>
        <comment>setting.method.train_text_encoder</comment>
        <translation>Учить и текстовый кодировщик: быстрее, но нужно больше памяти.</translation>
    </message>
    <message>
        <source>Learning rate of the text encoder; 0 = the same as the rest.</source>
        <comment>setting.method.text_encoder_learning_rate</comment>
        <translation>Скорость обучения текстового кодировщика; 0 — такая же, как у остального.</translation>
    </message>
    <message>
        <source>Step from which the text encoder stays as it is; 0 = never.</source>
        <comment>setting.method.text_encoder_stop_step</comment>
        <translation>Шаг, с которого текстовый кодировщик больше не меняется; 0 — меняется до конца.</translation>
    </message>
    <message>
        <source>Models of full size to keep: the last, the best, and those saved on request, newest first.</source>
        <comment>setting.method.kept_steps</comment>
        <translation>Сколько моделей полного размера хранить: последнюю, лучшую и сохранённые по просьбе, начиная с новых.</translation>
    </message>
    <message>
        <source>Width of the small matrices: more hold more, and overfit.</source>
        <comment>setting.method.rank</comment>
        <translation>Ширина малых матриц: чем больше, тем больше помещается и тем легче заучить картинки наизусть.</translation>
    </message>
    <message>
        <source>Strength: what is learned counts alpha / rank.</source>
        <comment>setting.method.alpha</comment>
        <translation>Сила: выученное прибавляется с множителем «альфа / ранг».</translation>
    </message>
    <message>
        <source>Share of the small matrices&apos; inputs left out in each step.</source>
        <comment>setting.method.dropout</comment>
        <translation>Какую долю входов малых матриц пропускать на каждом шаге.</translation>
    </message>
    <message>
        <source>Which layers learn: attention alone, feed-forward layers too, or convolutions as well.</source>
        <comment>setting.method.layers</comment>
        <translation>Какие слои учатся: только внимание, ещё и слои прямого распространения, или ещё и свёртки.</translation>
    </message>
    <message>
        <source>Sizes of the layers as multiples of the width they read; the first and the last are 1.</source>
        <comment>setting.method.layer_structure</comment>
        <translation>Размеры слоёв как кратные той ширине, которую они читают; первый и последний — 1.</translation>
    </message>
    <message>
        <source>What bends the numbers between two layers; linear = nothing.</source>
        <comment>setting.method.activation_func</comment>
        <translation>Что изгибает числа между двумя слоями; linear — ничто.</translation>
    </message>
    <message>
        <source>Bend them after the last layer too; with layer norm, ComfyUI always does.</source>
        <comment>setting.method.activate_output</comment>
        <translation>Изгибать их и после последнего слоя; вместе с нормировкой слоёв ComfyUI делает это всегда.</translation>
    </message>
    <message>
        <source>Layer norm after each layer.</source>
        <comment>setting.method.is_layer_norm</comment>
        <translation>Нормировка после каждого слоя.</translation>
    </message>
    <message>
        <source>How the weights are drawn at the start; normal changes least.</source>
        <comment>setting.method.weight_initialization</comment>
        <translation>Как выбираются веса в начале; normal меняет меньше всего.</translation>
    </message>
    <message>
        <source>Share of each layer&apos;s numbers left out in each step: one for each of the layer sizes, the first and the last 0; empty = none.</source>
        <comment>setting.method.dropout_structure</comment>
        <translation>Какую долю чисел каждого слоя пропускать на каждом шаге: по одной для каждого размера слоя, первая и последняя — 0; пусто — не пропускать.</translation>
    </message>
    <message>
        <source>Widths of the attention to teach, such as 768, 320, 640 and 1280 in Stable Diffusion 1.x; empty = all that the base model has.</source>
        <comment>setting.method.widths</comment>
        <translation>Какие ширины внимания учить, например 768, 320, 640 и 1280 у Stable Diffusion 1.x; пусто — все, какие есть у базовой модели.</translation>
    </message>
    <message>
        <source>How far each step moves what learns: too much burns the colours, too little teaches nothing.</source>
        <comment>setting.training.learning_rate</comment>
        <translation>Насколько каждый шаг сдвигает то, что учится: слишком много — цвета выгорают, слишком мало — ничего не выучится.</translation>
    </message>
    <message>
        <source>Rates with the last step of each, such as 5e-5:100, 5e-6:1500, instead of one rate, scheduler and warm-up; the last ends the training; empty = none.</source>
        <comment>setting.training.learning_rate_steps</comment>
        <translation>Скорости и последний шаг каждой, например 5e-5:100, 5e-6:1500, вместо одной скорости, её хода и разгона; последняя завершает обучение; пусто — их нет.</translation>
    </message>
    <message>
        <source>How the learning rate changes over the steps.</source>
        <comment>setting.training.lr_scheduler</comment>
        <translation>Как скорость обучения меняется от шага к шагу.</translation>
    </message>
    <message>
        <source>Steps over which the learning rate rises from zero.</source>
        <comment>setting.training.lr_warmup_steps</comment>
        <translation>За сколько шагов скорость обучения растёт от нуля.</translation>
    </message>
    <message>
        <source>Last steps, over which the learning rate falls to zero.</source>
        <comment>setting.training.lr_decay_steps</comment>
        <translation>За сколько последних шагов скорость обучения падает до нуля.</translation>
    </message>
    <message>
        <source>Pictures looked at together: more is steadier, needs memory.</source>
        <comment>setting.training.train_batch_size</comment>
        <translation>На сколько картинок смотреть сразу: чем больше, тем ровнее обучение и тем больше нужно памяти.</translation>
    </message>
    <message>
        <source>Batches added up before each step: steadier, slower.</source>
        <comment>setting.training.gradient_accumulation_steps</comment>
        <translation>Сколько порций картинок складывать перед каждым шагом: ровнее, но медленнее.</translation>
    </message>
    <message>
        <source>Compute again instead of remembering: less memory, a third slower; off = only where the card&apos;s memory asks for it.</source>
        <comment>setting.training.gradient_checkpointing</comment>
        <translation>Вычислять заново, а не запоминать: меньше памяти, на треть медленнее; выключено — только там, где этого требует память видеокарты.</translation>
    </message>
    <message>
        <source>Number format of the computation; auto picks what the card does best.</source>
        <comment>setting.training.mixed_precision</comment>
        <translation>В каких числах считать; само собой берётся то, что видеокарта умеет лучше всего.</translation>
    </message>
    <message>
        <source>What the base model predicts: noise (epsilon) or velocity; auto asks the model where its file does not say.</source>
        <comment>setting.training.prediction_type</comment>
        <translation>Что предсказывает базовая модель: шум (epsilon) или скорость; если файл этого не говорит, Manul спрашивает саму модель.</translation>
    </message>
    <message>
        <source>Steps until the training is finished.</source>
        <comment>setting.training.max_train_steps</comment>
        <translation>Сколько шагов до конца обучения.</translation>
    </message>
    <message>
        <source>Min-SNR weighting of the loss (arXiv 2303.09556); 0 = off.</source>
        <comment>setting.training.snr_gamma</comment>
        <translation>Взвешивание Min-SNR (arXiv 2303.09556); 0 — выключено.</translation>
    </message>
    <message>
        <source>AdamW with states of 32 bits, or of 8 (needs bitsandbytes), or Adafactor, which keeps next to none; auto takes what fits.</source>
        <comment>setting.training.optimizer</comment>
        <translation>AdamW с состояниями в 32 бита или в 8 (нужен bitsandbytes) либо Adafactor, который почти ничего не хранит; само собой берётся то, что помещается.</translation>
    </message>
    <message>
        <source>Who computes attention: torch itself, or xformers.</source>
        <comment>setting.training.attention</comment>
        <translation>Кто вычисляет внимание: сам PyTorch или xformers.</translation>
    </message>
    <message>
        <source>Shift of each channel&apos;s noise, for darker darks; 0 = none.</source>
        <comment>setting.training.noise_offset</comment>
        <translation>Сдвиг шума каждого канала, чтобы тёмное было темнее; 0 — без сдвига.</translation>
    </message>
    <message>
        <source>Share by which AdamW shrinks the weights at rate 1.</source>
        <comment>setting.training.adam_weight_decay</comment>
        <translation>Какую долю весов AdamW отнимает при скорости 1.</translation>
    </message>
    <message>
        <source>Longer gradients are cut to this length; 0 = off.</source>
        <comment>setting.training.max_grad_norm</comment>
        <translation>Более длинные градиенты укорачиваются до этой длины; 0 — выключено.</translation>
    </message>
    <message>
        <source>Start of all random choices: the same seed, the same run.</source>
        <comment>setting.training.seed</comment>
        <translation>Начало всех случайных выборов: то же зерно — то же обучение.</translation>
    </message>
    <message>
        <source>Move each weight as soon as its gradient is known, so that gradients take no memory; long ones are then cut one by one.</source>
        <comment>setting.memory.step_in_backward</comment>
        <translation>Сдвигать каждый вес, как только известен его градиент, чтобы градиенты не занимали памяти; длинные тогда укорачиваются по одному.</translation>
    </message>
    <message>
        <source>Keep taught weights in 16 bits and round by chance, so that small steps still add up (bfloat16, whole models only).</source>
        <comment>setting.memory.stochastic_rounding</comment>
        <translation>Хранить обучаемые веса в 16 битах и округлять случайно, чтобы малые шаги всё же складывались (bfloat16, только для целых моделей).</translation>
    </message>
    <message>
        <source>Bits of the base model&apos;s frozen layers: full, or packed into 8 or 4 (LoRA and textual inversion of SDXL; 4 bits need bitsandbytes).</source>
        <comment>setting.memory.frozen_base</comment>
        <translation>Сколько бит у замороженных слоёв базовой модели: все, 8 или 4 (LoRA и текстовая инверсия для SDXL; для 4 бит нужен bitsandbytes).</translation>
    </message>
    <message>
        <source>Let torch compile the model&apos;s repeated blocks: faster, after some minutes; auto leaves it off.</source>
        <comment>setting.memory.compile</comment>
        <translation>Дать PyTorch скомпилировать повторяющиеся блоки модели: быстрее, но сначала уходит несколько минут; само собой не включается.</translation>
    </message>
    <message>
        <source>Lay pictures out so that some cards compute convolutions faster; auto leaves it off.</source>
        <comment>setting.memory.channels_last</comment>
        <translation>Размещать картинки в памяти так, чтобы некоторые видеокарты быстрее считали свёртки; само собой не включается.</translation>
    </message>
    <message>
        <source>Side of the trained square in pixels: a multiple of 8, best of 64, such as 512 or 768.</source>
        <comment>setting.data.resolution</comment>
        <translation>Сторона квадрата, на котором учится модель, в пикселях: кратна 8, лучше 64, например 512 или 768.</translation>
    </message>
    <message>
        <source>Also learn from the mirror image; not for faces or lettering.</source>
        <comment>setting.data.random_flip</comment>
        <translation>Учиться и на зеркальных отражениях; не для лиц и надписей.</translation>
    </message>
    <message>
        <source>Share of looks at a picture without its words.</source>
        <comment>setting.data.caption_dropout</comment>
        <translation>Как часто смотреть на картинку без её слов: доля от 0 до 1.</translation>
    </message>
    <message>
        <source>Also learn from pictures of the class, so that it is not forgotten.</source>
        <comment>setting.data.prior_preservation</comment>
        <translation>Учиться и на картинках класса, чтобы он не забылся.</translation>
    </message>
    <message>
        <source>Weight of the class pictures in the loss.</source>
        <comment>setting.data.prior_loss_weight</comment>
        <translation>Насколько важны картинки класса рядом с вашими.</translation>
    </message>
    <message>
        <source>Pictures of the class; missing ones are drawn first.</source>
        <comment>setting.data.num_class_images</comment>
        <translation>Сколько картинок класса; недостающие сначала рисуются.</translation>
    </message>
    <message>
        <source>Steps between two rows of samples; each sampled step is kept.</source>
        <comment>setting.sampling.sample_every</comment>
        <translation>Через сколько шагов рисовать пробы; каждый такой шаг сохраняется.</translation>
    </message>
    <message>
        <source>Denoising steps of a sample: more is finer and slower.</source>
        <comment>setting.sampling.num_inference_steps</comment>
        <translation>За сколько шагов рисуется проба: чем больше, тем тоньше и медленнее.</translation>
    </message>
    <message>
        <source>How closely a sample follows its prompt.</source>
        <comment>setting.sampling.guidance_scale</comment>
        <translation>Насколько точно проба следует своему запросу.</translation>
    </message>
    <message>
        <source>What samples should not show.</source>
        <comment>setting.sampling.negative_prompt</comment>
        <translation>Чего на пробах быть не должно.</translation>
    </message>
    <message>
        <source>Most fixed pictures with fixed noise that the test looks at; short runs look at fewer.</source>
        <comment>setting.evaluation.pairs</comment>
        <translation>На сколько картинок с неизменным шумом самое большее смотрит проверка; в коротких обучениях — на меньшее число.</translation>
    </message>
    <message>
        <source>Share of the training&apos;s work that the test may take.</source>
        <comment>setting.evaluation.time_share</comment>
        <translation>Какую долю работы может занять проверка.</translation>
    </message>
    <message>
        <source>Steps</source>
        <comment>setting.training.max_train_steps.title</comment>
        <translation>Шаги</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <comment>setting.training.learning_rate.title</comment>
        <translation>Скорость обучения</translation>
    </message>
    <message>
        <source>Rates by steps</source>
        <comment>setting.training.learning_rate_steps.title</comment>
        <translation>Скорости по шагам</translation>
    </message>
    <message>
        <source>Pictures at once</source>
        <comment>setting.training.train_batch_size.title</comment>
        <translation>Картинок сразу</translation>
    </message>
    <message>
        <source>Seed</source>
        <comment>setting.training.seed.title</comment>
        <translation>Зерно</translation>
    </message>
    <message>
        <source>Course of the learning rate</source>
        <comment>setting.training.lr_scheduler.title</comment>
        <translation>Ход скорости</translation>
    </message>
    <message>
        <source>Warm-up steps</source>
        <comment>setting.training.lr_warmup_steps.title</comment>
        <translation>Шаги разгона</translation>
    </message>
    <message>
        <source>Steps of the decay</source>
        <comment>setting.training.lr_decay_steps.title</comment>
        <translation>Шаги спада</translation>
    </message>
    <message>
        <source>Batches added up</source>
        <comment>setting.training.gradient_accumulation_steps.title</comment>
        <translation>Порций на шаг</translation>
    </message>
    <message>
        <source>Optimizer</source>
        <comment>setting.training.optimizer.title</comment>
        <translation>Оптимизатор</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <comment>setting.training.adam_weight_decay.title</comment>
        <translation>Убывание весов</translation>
    </message>
    <message>
        <source>Longest gradient</source>
        <comment>setting.training.max_grad_norm.title</comment>
        <translation>Предел градиента</translation>
    </message>
    <message>
        <source>Min-SNR weighting</source>
        <comment>setting.training.snr_gamma.title</comment>
        <translation>Взвешивание Min-SNR</translation>
    </message>
    <message>
        <source>Noise offset</source>
        <comment>setting.training.noise_offset.title</comment>
        <translation>Сдвиг шума</translation>
    </message>
    <message>
        <source>Gradient checkpointing</source>
        <comment>setting.training.gradient_checkpointing.title</comment>
        <translation>Контрольные точки градиента</translation>
    </message>
    <message>
        <source>Number format</source>
        <comment>setting.training.mixed_precision.title</comment>
        <translation>Формат чисел</translation>
    </message>
    <message>
        <source>Attention</source>
        <comment>setting.training.attention.title</comment>
        <translation>Внимание</translation>
    </message>
    <message>
        <source>What the model predicts</source>
        <comment>setting.training.prediction_type.title</comment>
        <translation>Что предсказывает модель</translation>
    </message>
    <message>
        <source>Vectors of the new word</source>
        <comment>setting.method.num_vectors.title</comment>
        <translation>Векторы нового слова</translation>
    </message>
    <message>
        <source>Rank</source>
        <comment>setting.method.rank.title</comment>
        <translation>Ранг</translation>
    </message>
    <message>
        <source>Alpha</source>
        <comment>setting.method.alpha.title</comment>
        <translation>Альфа</translation>
    </message>
    <message>
        <source>Dropout</source>
        <comment>setting.method.dropout.title</comment>
        <translation>Прореживание</translation>
    </message>
    <message>
        <source>Layers that learn</source>
        <comment>setting.method.layers.title</comment>
        <translation>Какие слои учатся</translation>
    </message>
    <message>
        <source>Teach the text encoder</source>
        <comment>setting.method.train_text_encoder.title</comment>
        <translation>Учить кодировщик текста</translation>
    </message>
    <message>
        <source>Its learning rate</source>
        <comment>setting.method.text_encoder_learning_rate.title</comment>
        <translation>Его скорость обучения</translation>
    </message>
    <message>
        <source>Its last step</source>
        <comment>setting.method.text_encoder_stop_step.title</comment>
        <translation>Его последний шаг</translation>
    </message>
    <message>
        <source>Models kept</source>
        <comment>setting.method.kept_steps.title</comment>
        <translation>Сколько моделей хранить</translation>
    </message>
    <message>
        <source>Layer sizes</source>
        <comment>setting.method.layer_structure.title</comment>
        <translation>Размеры слоёв</translation>
    </message>
    <message>
        <source>Activation</source>
        <comment>setting.method.activation_func.title</comment>
        <translation>Активация</translation>
    </message>
    <message>
        <source>Activation at the end</source>
        <comment>setting.method.activate_output.title</comment>
        <translation>Активация в конце</translation>
    </message>
    <message>
        <source>Layer norm</source>
        <comment>setting.method.is_layer_norm.title</comment>
        <translation>Нормировка слоёв</translation>
    </message>
    <message>
        <source>Weights at the start</source>
        <comment>setting.method.weight_initialization.title</comment>
        <translation>Веса в начале</translation>
    </message>
    <message>
        <source>Dropout by layers</source>
        <comment>setting.method.dropout_structure.title</comment>
        <translation>Прореживание по слоям</translation>
    </message>
    <message>
        <source>Widths of the attention</source>
        <comment>setting.method.widths.title</comment>
        <translation>Ширины внимания</translation>
    </message>
    <message>
        <source>Resolution</source>
        <comment>setting.data.resolution.title</comment>
        <translation>Разрешение</translation>
    </message>
    <message>
        <source>Mirror pictures</source>
        <comment>setting.data.random_flip.title</comment>
        <translation>Отражать картинки</translation>
    </message>
    <message>
        <source>Looks without words</source>
        <comment>setting.data.caption_dropout.title</comment>
        <translation>Взгляды без слов</translation>
    </message>
    <message>
        <source>Pictures of the class</source>
        <comment>setting.data.prior_preservation.title</comment>
        <translation>Картинки класса</translation>
    </message>
    <message>
        <source>Weight of the class</source>
        <comment>setting.data.prior_loss_weight.title</comment>
        <translation>Вес класса</translation>
    </message>
    <message>
        <source>How many of the class</source>
        <comment>setting.data.num_class_images.title</comment>
        <translation>Сколько картинок класса</translation>
    </message>
    <message>
        <source>Steps between samples</source>
        <comment>setting.sampling.sample_every.title</comment>
        <translation>Шаги между пробами</translation>
    </message>
    <message>
        <source>Denoising steps</source>
        <comment>setting.sampling.num_inference_steps.title</comment>
        <translation>Шаги рисования</translation>
    </message>
    <message>
        <source>Guidance</source>
        <comment>setting.sampling.guidance_scale.title</comment>
        <translation>Следование запросу</translation>
    </message>
    <message>
        <source>Negative prompt</source>
        <comment>setting.sampling.negative_prompt.title</comment>
        <translation>Негативный запрос</translation>
    </message>
    <message>
        <source>Bits of the base model</source>
        <comment>setting.memory.frozen_base.title</comment>
        <translation>Биты базовой модели</translation>
    </message>
    <message>
        <source>Step in the backward pass</source>
        <comment>setting.memory.step_in_backward.title</comment>
        <translation>Шаг на обратном проходе</translation>
    </message>
    <message>
        <source>Stochastic rounding</source>
        <comment>setting.memory.stochastic_rounding.title</comment>
        <translation>Случайное округление</translation>
    </message>
    <message>
        <source>Compile the model</source>
        <comment>setting.memory.compile.title</comment>
        <translation>Компилировать модель</translation>
    </message>
    <message>
        <source>Channels last</source>
        <comment>setting.memory.channels_last.title</comment>
        <translation>Каналы в конце</translation>
    </message>
    <message>
        <source>Pictures of the test</source>
        <comment>setting.evaluation.pairs.title</comment>
        <translation>Картинки проверки</translation>
    </message>
    <message>
        <source>Share of the test</source>
        <comment>setting.evaluation.time_share.title</comment>
        <translation>Доля проверки</translation>
    </message>
    <message>
        <source>The ones that matter</source>
        <comment>setting.group.first</comment>
        <translation>Самое важное</translation>
    </message>
    <message>
        <source>What learns</source>
        <comment>setting.group.method</comment>
        <translation>Что учится</translation>
    </message>
    <message>
        <source>How it learns</source>
        <comment>setting.group.rate</comment>
        <translation>Как учится</translation>
    </message>
    <message>
        <source>Pictures</source>
        <comment>setting.group.pictures</comment>
        <translation>Картинки</translation>
    </message>
    <message>
        <source>The class beside it</source>
        <comment>setting.group.class</comment>
        <translation>Класс рядом с понятием</translation>
    </message>
    <message>
        <source>Samples</source>
        <comment>setting.group.samples</comment>
        <translation>Пробы</translation>
    </message>
    <message>
        <source>Computing and memory</source>
        <comment>setting.group.computing</comment>
        <translation>Вычисления и память</translation>
    </message>
    <message>
        <source>The fixed test</source>
        <comment>setting.group.test</comment>
        <translation>Проверка</translation>
    </message>
    <message>
        <source>Falls evenly</source>
        <comment>setting.choice.linear</comment>
        <translation>Падает ровно</translation>
    </message>
    <message>
        <source>Manul decides</source>
        <comment>setting.choice.auto</comment>
        <translation>Решит Manul</translation>
    </message>
    <message>
        <source>On</source>
        <comment>setting.choice.on</comment>
        <translation>Включено</translation>
    </message>
    <message>
        <source>Off</source>
        <comment>setting.choice.off</comment>
        <translation>Выключено</translation>
    </message>
    <message>
        <source>Constant</source>
        <comment>setting.choice.constant</comment>
        <translation>Постоянная</translation>
    </message>
    <message>
        <source>Falls along a cosine</source>
        <comment>setting.choice.cosine</comment>
        <translation>Падает по косинусу</translation>
    </message>
    <message>
        <source>Falls at the end</source>
        <comment>setting.choice.warmup_stable_decay</comment>
        <translation>Падает в конце</translation>
    </message>
    <message>
        <source>AdamW</source>
        <comment>setting.choice.adamw</comment>
        <translation>AdamW</translation>
    </message>
    <message>
        <source>AdamW in 8 bits</source>
        <comment>setting.choice.adamw_8bit</comment>
        <translation>AdamW, 8 бит</translation>
    </message>
    <message>
        <source>Adafactor</source>
        <comment>setting.choice.adafactor</comment>
        <translation>Adafactor</translation>
    </message>
    <message>
        <source>32 bits (fp32)</source>
        <comment>setting.choice.fp32</comment>
        <translation>32 бита (fp32)</translation>
    </message>
    <message>
        <source>16 bits (fp16)</source>
        <comment>setting.choice.fp16</comment>
        <translation>16 бит (fp16)</translation>
    </message>
    <message>
        <source>16 bits (bf16)</source>
        <comment>setting.choice.bf16</comment>
        <translation>16 бит (bf16)</translation>
    </message>
    <message>
        <source>All</source>
        <comment>setting.choice.full</comment>
        <translation>Все</translation>
    </message>
    <message>
        <source>8 bits</source>
        <comment>setting.choice.int8</comment>
        <translation>8 бит</translation>
    </message>
    <message>
        <source>4 bits (nf4)</source>
        <comment>setting.choice.nf4</comment>
        <translation>4 бита (nf4)</translation>
    </message>
    <message>
        <source>PyTorch&apos;s own</source>
        <comment>setting.choice.sdpa</comment>
        <translation>Сам PyTorch</translation>
    </message>
    <message>
        <source>xformers</source>
        <comment>setting.choice.xformers</comment>
        <translation>xformers</translation>
    </message>
    <message>
        <source>Attention</source>
        <comment>setting.choice.attention</comment>
        <translation>Внимание</translation>
    </message>
    <message>
        <source>Attention, feed-forward</source>
        <comment>setting.choice.feed_forward</comment>
        <translation>И прямое распростр.</translation>
    </message>
    <message>
        <source>Convolutions as well</source>
        <comment>setting.choice.convolutions</comment>
        <translation>И свёртки</translation>
    </message>
    <message>
        <source>Noise (epsilon)</source>
        <comment>setting.choice.epsilon</comment>
        <translation>Шум (epsilon)</translation>
    </message>
    <message>
        <source>Velocity</source>
        <comment>setting.choice.v_prediction</comment>
        <translation>Скорость (v)</translation>
    </message>
</context>
<context>
    <name>stages</name>
    <message>
        <source>Preset</source>
        <translation>Способ</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Экспорт</translation>
    </message>
    <message>
        <source>done</source>
        <translation>готово</translation>
    </message>
    <message>
        <source>not done yet</source>
        <translation>ещё не готово</translation>
    </message>
    <message>
        <source>in trouble</source>
        <translation>неполадка</translation>
    </message>
    <message>
        <source>{used} of {total} used</source>
        <translation>Взято {used} из {total}</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Картинки</translation>
    </message>
    <message>
        <source>From “{word}”</source>
        <translation>От «{word}»</translation>
    </message>
    <message>
        <source>Concept</source>
        <translation>Понятие</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Обучение</translation>
    </message>
</context>
<context>
    <name>ways_out</name>
    <message>
        <source>Network settings…</source>
        <translation>Настройки сети…</translation>
    </message>
    <message>
        <source>Choose another folder…</source>
        <translation>Выбрать другую папку…</translation>
    </message>
    <message>
        <source>For the processor only</source>
        <translation>На процессоре</translation>
    </message>
    <message>
        <source>NVIDIA&apos;s drivers</source>
        <translation>Драйверы NVIDIA</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Проверить снова</translation>
    </message>
</context>
<context>
    <name>words</name>
    <message>
        <source>s</source>
        <translation>с</translation>
    </message>
    <message>
        <source>min</source>
        <translation>мин</translation>
    </message>
    <message>
        <source>h</source>
        <translation>ч</translation>
    </message>
    <message>
        <source>GB</source>
        <translation>ГБ</translation>
    </message>
    <message>
        <source>MB</source>
        <translation>МБ</translation>
    </message>
    <message>
        <source>°C</source>
        <translation>°C</translation>
    </message>
    <message>
        <source>KB</source>
        <translation>КБ</translation>
    </message>
    <message>
        <source>{count} / s</source>
        <translation>{count} / с</translation>
    </message>
    <message>
        <source>{count} s a step</source>
        <translation>{count} с на шаг</translation>
    </message>
    <message>
        <source>An object</source>
        <translation>Предмет</translation>
    </message>
    <message>
        <source>A person</source>
        <translation>Человек</translation>
    </message>
    <message>
        <source>An animal</source>
        <translation>Животное</translation>
    </message>
    <message>
        <source>A style</source>
        <translation>Стиль</translation>
    </message>
    <message>
        <source>Textual inversion</source>
        <translation>Текстовая инверсия</translation>
    </message>
    <message>
        <source>DreamBooth</source>
        <translation>DreamBooth</translation>
    </message>
    <message>
        <source>LoRA</source>
        <translation>LoRA</translation>
    </message>
    <message>
        <source>Hypernetwork</source>
        <translation>Гиперсеть</translation>
    </message>
    <message>
        <source>Tiny demo model</source>
        <translation>Крошечная демо-модель</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Запуск</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>Скачивание</translation>
    </message>
    <message>
        <source>Looking</source>
        <translation>Просмотр</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Класс</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>Загрузка</translation>
    </message>
    <message>
        <source>Learning</source>
        <translation>Обучение</translation>
    </message>
    <message>
        <source>Painting</source>
        <translation>Рисование</translation>
    </message>
    <message>
        <source>Saving</source>
        <translation>Запись</translation>
    </message>
    <message>
        <source>Exporting</source>
        <translation>Экспорт</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Ожидание</translation>
    </message>
    <message>
        <source>Waits for its turn</source>
        <translation>Ждёт своей очереди</translation>
    </message>
    <message>
        <source>Not started yet</source>
        <translation>Ещё не начато</translation>
    </message>
    <message>
        <source>Waiting for the card</source>
        <translation>Ждёт видеокарту</translation>
    </message>
    <message>
        <source>Teaching, step {step} of {total}</source>
        <translation>Учится, шаг {step} из {total}</translation>
    </message>
    <message>
        <source>Paused at step {step}</source>
        <translation>Пауза на шаге {step}</translation>
    </message>
    <message>
        <source>Stopped at step {step}, can go on</source>
        <translation>Остановлено на шаге {step}, можно продолжить</translation>
    </message>
    <message>
        <source>Failed at step {step}</source>
        <translation>Ошибка на шаге {step}</translation>
    </message>
    <message>
        <source>Finished, {step} steps</source>
        <translation>Готово, шагов: {step}</translation>
    </message>
    <message>
        <source>Stopped by itself at step {step}</source>
        <translation>Прервалось на шаге {step}</translation>
    </message>
    <message>
        <source>Not responding since step {step}</source>
        <translation>Не отвечает с шага {step}</translation>
    </message>
    <message>
        <source>Cannot be read</source>
        <translation>Не читается</translation>
    </message>
    <message>
        <source>Made by a newer Manul</source>
        <translation>Создано более новым Manul</translation>
    </message>
    <message>
        <source>Step {step} is the one to keep</source>
        <translation>Шаг {step} стоит оставить</translation>
    </message>
    <message>
        <source>{least} to {most}.</source>
        <translation>От {least} до {most}.</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>осталось {time}</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>только что</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>вчера</translation>
    </message>
    <message>
        <source>The processor computes</source>
        <translation>Считает процессор</translation>
    </message>
    <message>
        <source>That is chosen in the settings.</source>
        <translation>Так выбрано в настройках.</translation>
    </message>
    <message>
        <source>Cannot be used yet</source>
        <translation>Пока не работает</translation>
    </message>
    <message>
        <source>Small crop: {side} px</source>
        <translation>Кадр мал: {side} пикс.</translation>
    </message>
    <message>
        <source>Several in one</source>
        <translation>Несколько в одном</translation>
    </message>
    <message>
        <source>Already there</source>
        <translation>Уже есть</translation>
    </message>
    <message>
        <source>Caption unreadable</source>
        <translation>Подпись не читается</translation>
    </message>
    <message>
        <source>Not responding</source>
        <translation>Не отвечает</translation>
    </message>
    <message>
        <source>{time} ago</source>
        <translation>{time} назад</translation>
    </message>
    <message>
        <source>You can prepare pictures and look at old runs meanwhile. Teaching starts once the engine&apos;s packages are installed.</source>
        <translation>А пока можно готовить картинки и смотреть старые обучения. Учить можно будет, когда пакеты движка будут установлены.</translation>
    </message>
    <message>
        <source>The engine is not here yet</source>
        <translation>Движка ещё нет</translation>
    </message>
    <message>
        <source>No NVIDIA card found</source>
        <translation>Видеокарты NVIDIA нет</translation>
    </message>
    <message>
        <source>The processor does the work: enough for the demo.</source>
        <translation>Считает процессор: для примера хватит.</translation>
    </message>
    <message>
        <source>You can prepare pictures meanwhile. Teaching starts once the engine is ready.</source>
        <translation>А пока можно готовить картинки. Учить можно будет, когда движок будет готов.</translation>
    </message>
    <message>
        <source>The engine is being set up</source>
        <translation>Движок настраивается</translation>
    </message>
    <message>
        <source>{free} of {total} free</source>
        <translation>свободно {free} из {total}</translation>
    </message>
    <message>
        <source>Really {format}</source>
        <translation>Вообще-то {format}</translation>
    </message>
    <message>
        <source>Small: {side} px</source>
        <translation>Мелко: {side} пикс.</translation>
    </message>
    <message>
        <source>Blurred</source>
        <translation>Размыто</translation>
    </message>
    <message>
        <source>Nearly the same</source>
        <translation>Почти такая же</translation>
    </message>
    <message>
        <source>Transparent</source>
        <translation>Прозрачность</translation>
    </message>
    <message>
        <source>Turned upright</source>
        <translation>Повёрнуто</translation>
    </message>
    <message>
        <source>Manul&apos;s demo model</source>
        <translation>Демо-модель Манула</translation>
    </message>
    <message>
        <source>Not downloaded yet: {size} are here</source>
        <translation>Ещё не скачана: есть {size}</translation>
    </message>
    <message>
        <source>Manul is looking into it …</source>
        <translation>Манул смотрит, что это…</translation>
    </message>
    <message>
        <source>Asking the hub …</source>
        <translation>Спрашиваю Hugging Face…</translation>
    </message>
    <message>
        <source>{size} of {total}</source>
        <translation>{size} из {total}</translation>
    </message>
    <message>
        <source>{size} a second</source>
        <translation>{size} в секунду</translation>
    </message>
    <message>
        <source>Built in</source>
        <translation>Встроена</translation>
    </message>
    <message>
        <source>Cannot be taught</source>
        <translation>Обучить нельзя</translation>
    </message>
    <message>
        <source>Cannot be taught: {what}</source>
        <translation>Обучить нельзя: это {what}</translation>
    </message>
    <message>
        <source>Cannot be read: {reason}</source>
        <translation>Не читается: {reason}</translation>
    </message>
    <message>
        <source>Not downloaded yet</source>
        <translation>Ещё не скачана</translation>
    </message>
    <message>
        <source>It is not there any more. Is its drive unplugged?</source>
        <translation>Её больше нет на месте. Может быть, отключён диск?</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Готово к запуску</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Пауза</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Остановлено</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Ошибка</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Закончено</translation>
    </message>
    <message>
        <source>Died</source>
        <translation>Прервалось</translation>
    </message>
    <message>
        <source>To look at</source>
        <translation>Для просмотра</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>Процессор</translation>
    </message>
    <message>
        <source>Step {step} of {total}</source>
        <translation>Шаг {step} из {total}</translation>
    </message>
    <message>
        <source>Paused at {step}</source>
        <translation>Пауза на {step}</translation>
    </message>
    <message>
        <source>Stopped at {step}</source>
        <translation>Стоит на {step}</translation>
    </message>
    <message>
        <source>Failed at {step}</source>
        <translation>Ошибка на {step}</translation>
    </message>
    <message>
        <source>Died at {step}</source>
        <translation>Прервалось на {step}</translation>
    </message>
    <message>
        <source>Silent since {step}</source>
        <translation>Молчит с {step}</translation>
    </message>
    <message>
        <source>Teaching {name}</source>
        <translation>Учим {name}</translation>
    </message>
    <message>
        <source>step {step} of {total}</source>
        <translation>шаг {step} из {total}</translation>
    </message>
    <message>
        <source>Press “Download it” again: what has come is kept.</source>
        <translation>Нажмите «Скачать» ещё раз: то, что уже пришло, сохранено.</translation>
    </message>
    <message>
        <source>Set it up: in the settings, under Engine and card.</source>
        <translation>Настройте его: настройки, раздел «Движок и карта».</translation>
    </message>
    <message>
        <source>Set the engine up again, in the settings under Engine and card: it then gets the PyTorch that fits this card. The demo model can be taught meanwhile.</source>
        <translation>Настройте движок заново: настройки, раздел «Движок и карта». Он получит PyTorch, который подходит этой видеокарте. Демо-модель можно учить и так.</translation>
    </message>
    <message>
        <source>Wait until it is free, or let the processor paint, which takes much longer.</source>
        <translation>Подождите, пока она освободится, или рисуйте на процессоре: это намного дольше.</translation>
    </message>
    <message>
        <source>Choose it as the base model on the page Concept, and press “Download it”.</source>
        <translation>Выберите её базовой моделью на странице «Понятие» и нажмите «Скачать».</translation>
    </message>
    <message>
        <source>Accept its licence on the model&apos;s page, log in with `hf auth login`, and press “Download it” again.</source>
        <translation>Примите лицензию на странице модели, войдите (`hf auth login`) и снова нажмите «Скачать».</translation>
    </message>
    <message>
        <source>Choose another name, or open the existing one in the library.</source>
        <translation>Выберите другое имя или откройте то, что уже есть, в библиотеке.</translation>
    </message>
    <message>
        <source>Say what it is in general, such as “a photo of a cat”.</source>
        <translation>Скажите, что это вообще такое, например “a photo of a cat”.</translation>
    </message>
    <message>
        <source>Choose its folder instead.</source>
        <translation>Выберите вместо этого его папку.</translation>
    </message>
    <message>
        <source>Choose a folder that both machines share; or export into any folder and copy the file over.</source>
        <translation>Выберите папку, общую для обоих компьютеров; или экспортируйте в любую папку и скопируйте файл.</translation>
    </message>
    <message>
        <source>{tool} was not told: another program answers at {address}. If {tool} is running, it finds the file when it starts again; or export to its address.</source>
        <translation>{tool} ничего не узнал: по адресу {address} отвечает другая программа. Если {tool} запущен, он найдёт файл при следующем запуске; или экспортируйте по его адресу.</translation>
    </message>
    <message>
        <source>“{name}” could not be fetched: {reason}</source>
        <translation>«{name}» не удалось получить: {reason}</translation>
    </message>
    <message>
        <source>Save it from the browser first, then drop the file.</source>
        <translation>Сначала сохраните её из браузера, потом перетащите файл сюда.</translation>
    </message>
    <message>
        <source>Fits any computer</source>
        <translation>Подходит любому компьютеру</translation>
    </message>
    <message>
        <source>The demo model is so small that it needs no graphics card.</source>
        <translation>Демонстрационная модель так мала, что видеокарта ей не нужна.</translation>
    </message>
    <message>
        <source>Worked out before it starts</source>
        <translation>Выяснится перед началом</translation>
    </message>
    <message>
        <source>This model is none of the usual ones: the engine measures it first, and begins only if it fits.</source>
        <translation>Модель не из обычных: движок сначала измерит её и начнёт, только если она поместится.</translation>
    </message>
    <message>
        <source>Being worked out</source>
        <translation>Считаем</translation>
    </message>
    <message>
        <source>No table has these settings: the engine computes them now, which may take a minute.</source>
        <translation>Таких настроек нет в таблице: движок сейчас считает их сам, это может занять минуту.</translation>
    </message>
    <message>
        <source>Not for this base model</source>
        <translation>Не для этой базовой модели</translation>
    </message>
    <message>
        <source>Fits</source>
        <translation>Помещается</translation>
    </message>
    <message>
        <source>Tight</source>
        <translation>Впритык</translation>
    </message>
    <message>
        <source>Does not fit</source>
        <translation>Не помещается</translation>
    </message>
    <message>
        <source>needs {needed} of {free}</source>
        <translation>нужно {needed} из {free}</translation>
    </message>
    <message>
        <source>Needs a card with more than {size} GB</source>
        <translation>Нужна видеокарта больше {size} ГБ</translation>
    </message>
    <message>
        <source>Needs a card of {size} GB or more</source>
        <translation>Нужна видеокарта от {size} ГБ</translation>
    </message>
    <message>
        <source>Nothing had to be switched on.</source>
        <translation>Ничего включать не пришлось.</translation>
    </message>
    <message>
        <source>Switched on: {names}.</source>
        <translation>Включено: {names}.</translation>
    </message>
    <message>
        <source>Close other programs that use the card.</source>
        <translation>Закройте другие программы, занимающие видеокарту.</translation>
    </message>
    <message>
        <source>about {time}</source>
        <translation>около {time}</translation>
    </message>
    <message>
        <source>A step takes about {seconds} s, by the card&apos;s published speed. Drawing samples takes some time on top.</source>
        <translation>Шаг занимает около {seconds} с, если судить по заявленной скорости карты. Ещё немного времени уходит на рисование образцов.</translation>
    </message>
    <message>
        <source>One picture at once would fit: {size} GB.</source>
        <translation>По одной картинке за раз поместилось бы: {size} ГБ.</translation>
    </message>
    <message>
        <source>Without pictures of the class it fits: {size} GB.</source>
        <translation>Без картинок класса поместилось бы: {size} ГБ.</translation>
    </message>
    <message>
        <source>{side} pixels would fit: {size} GB.</source>
        <translation>При {side} пикселях поместилось бы: {size} ГБ.</translation>
    </message>
    <message>
        <source>{method} would fit: {size} GB.</source>
        <translation>Поместилось бы: {method}, {size} ГБ.</translation>
    </message>
    <message>
        <source>Choose a smaller base model; Stable Diffusion 1.x needs the least.</source>
        <translation>Выберите базовую модель поменьше; меньше всего нужно Stable Diffusion 1.x.</translation>
    </message>
    <message>
        <source>gradient checkpointing</source>
        <translation>контрольные точки градиента</translation>
    </message>
    <message>
        <source>8-bit optimizer</source>
        <translation>8-битный оптимизатор</translation>
    </message>
    <message>
        <source>Adafactor as the optimizer</source>
        <translation>оптимизатор Adafactor</translation>
    </message>
    <message>
        <source>step in the backward pass</source>
        <translation>шаг в обратном проходе</translation>
    </message>
    <message>
        <source>16-bit weights</source>
        <translation>16-битные веса</translation>
    </message>
    <message>
        <source>base model in 8 bits</source>
        <translation>базовая модель в 8 битах</translation>
    </message>
    <message>
        <source>base model in 4 bits</source>
        <translation>базовая модель в 4 битах</translation>
    </message>
    <message>
        <source>The name is missing: write “{name}”</source>
        <translation>Нет имени: впишите “{name}”</translation>
    </message>
    <message>
        <source>Here: {value}.</source>
        <translation>Здесь: {value}.</translation>
    </message>
</context>
</TS>
