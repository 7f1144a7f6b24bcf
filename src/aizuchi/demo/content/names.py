"""Invented people need ordinary names: kanji, kana, Latin letters."""

FAMILY_NAMES = [
    tuple(name.split("/"))
    for name in (
        "佐伯/さえき/Saeki 河合/かわい/Kawai 野口/のぐち/Noguchi 松永/まつなが/Matsunaga 岩瀬/いわせ/Iwase "
        "桑原/くわばら/Kuwabara 富田/とみた/Tomita 水野/みずの/Mizuno 大野/おおの/Ohno 横井/よこい/Yokoi "
        "黒川/くろかわ/Kurokawa 永田/ながた/Nagata 星野/ほしの/Hoshino 西尾/にしお/Nishio 東/あずま/Azuma "
        "今井/いまい/Imai 浜口/はまぐち/Hamaguchi 石黒/いしぐろ/Ishiguro 白石/しらいし/Shiraishi 久保田/くぼた/Kubota "
        "荒木/あらき/Araki 服部/はっとり/Hattori 堀内/ほりうち/Horiuchi 安西/あんざい/Anzai 杉本/すぎもと/Sugimoto "
        "矢野/やの/Yano 栗原/くりはら/Kurihara 川端/かわばた/Kawabata 長谷/はせ/Hase 柏木/かしわぎ/Kashiwagi "
        "村瀬/むらせ/Murase 須藤/すどう/Sudo 飯塚/いいづか/Iizuka 滝沢/たきざわ/Takizawa 土屋/つちや/Tsuchiya "
        "菅野/かんの/Kanno 古賀/こが/Koga 辻/つじ/Tsuji 八木/やぎ/Yagi 榊原/さかきばら/Sakakibara "
        "吉岡/よしおか/Yoshioka 宮下/みやした/Miyashita 若林/わかばやし/Wakabayashi 北川/きたがわ/Kitagawa "
        "早川/はやかわ/Hayakawa 沢田/さわだ/Sawada 福島/ふくしま/Fukushima 平井/ひらい/Hirai 原口/はらぐち/Haraguchi "
        "秋元/あきもと/Akimoto 内藤/ないとう/Naito 奥村/おくむら/Okumura 片桐/かたぎり/Katagiri 金城/きんじょう/Kinjo "
        "窪/くぼ/Kubo 小泉/こいずみ/Koizumi 坂井/さかい/Sakai 塩見/しおみ/Shiomi 島袋/しまぶくろ/Shimabukuro "
        "関口/せきぐち/Sekiguchi 高瀬/たかせ/Takase 竹本/たけもと/Takemoto 筒井/つつい/Tsutsui 戸田/とだ/Toda "
        "中西/なかにし/Nakanishi 成瀬/なるせ/Naruse 根岸/ねぎし/Negishi 橋爪/はしづめ/Hashizume 樋口/ひぐち/Higuchi "
        "深沢/ふかさわ/Fukasawa 細川/ほそかわ/Hosokawa 前川/まえかわ/Maekawa 真鍋/まなべ/Manabe 三浦/みうら/Miura "
        "向井/むかい/Mukai 室井/むろい/Muroi 望月/もちづき/Mochizuki 森下/もりした/Morishita 柳/やなぎ/Yanagi "
        "湯浅/ゆあさ/Yuasa 和久井/わくい/Wakui 渡会/わたらい/Watarai 江口/えぐち/Eguchi 遠山/とおやま/Toyama"
    ).split()
]

GIVEN_NAMES = [
    tuple(name.split("/"))
    for name in (
        "蓮/れん/Ren 陽菜/ひな/Hina 翔太/しょうた/Shota 美咲/みさき/Misaki 大輔/だいすけ/Daisuke 真由/まゆ/Mayu "
        "健吾/けんご/Kengo 彩香/あやか/Ayaka 直樹/なおき/Naoki 千尋/ちひろ/Chihiro 悠斗/ゆうと/Yuto 結衣/ゆい/Yui "
        "和也/かずや/Kazuya 恵/めぐみ/Megumi 慎一/しんいち/Shinichi 由美子/ゆみこ/Yumiko 誠/まこと/Makoto "
        "沙織/さおり/Saori 隆/たかし/Takashi 麻衣/まい/Mai 亮太/りょうた/Ryota 香織/かおり/Kaori 学/まなぶ/Manabu "
        "里奈/りな/Rina 浩二/こうじ/Koji 絵里/えり/Eri 俊介/しゅんすけ/Shunsuke 綾乃/あやの/Ayano 徹/とおる/Toru "
        "茜/あかね/Akane 雄大/ゆうだい/Yudai 志保/しほ/Shiho 昌平/しょうへい/Shohei 遥/はるか/Haruka 充/みつる/Mitsuru "
        "朋美/ともみ/Tomomi 太一/たいち/Taichi 文香/ふみか/Fumika 正樹/まさき/Masaki 瞳/ひとみ/Hitomi 航/わたる/Wataru "
        "友里/ゆり/Yuri 洋平/ようへい/Yohei 佳奈/かな/Kana 拓也/たくや/Takuya 円/まどか/Madoka 修/おさむ/Osamu "
        "早苗/さなえ/Sanae 一樹/かずき/Kazuki 琴音/ことね/Kotone 晃/あきら/Akira 麗/うらら/Urara 剛/つよし/Tsuyoshi "
        "凛/りん/Rin 啓介/けいすけ/Keisuke 玲子/れいこ/Reiko 聡/さとし/Satoshi 瑠美/るみ/Rumi 敦/あつし/Atsushi"
    ).split()
]
