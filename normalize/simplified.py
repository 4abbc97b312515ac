"""Traditional characters (規 for 规) → the simplified ones, one for one.

Characters of the forms, of what reports say in words, and of the names of regions and offices: a web site's traditional
version, and what a model reads in small simplified print.
"""

from __future__ import annotations

import re
from functools import lru_cache

_PAIRS = """
专專 业業 两兩 严嚴 个個 为為 举舉 义義 书書 于於 产產 仅僅 从從 传傳 众眾 体體 会會 备備 关關 减減 决決 况況
则則 创創 办辦 务務 动動 区區 华華 单單 厅廳 县縣 参參 发發 变變 号號 后後 员員 问問 围圍 国國 场場 报報 处處
复復 实實 审審 对對 导導 将將 属屬 师師 应應 废廢 开開 强強 录錄 当當 彻徹 径徑 总總 执執 护護 据據 数數 无無
时時 权權 条條 来來 构構 标標 档檔 汇匯 没沒 测測 济濟 热熱 点點 现現 监監 确確 种種 称稱 稳穩 类類 级級 纳納
线線 组組 织織 经經 结結 统統 继繼 续續 维維 编編 缴繳 网網 罚罰 范範 获獲 规規 计計 认認 训訓 议議 记記 许許
讼訟 设設 访訪 评評 诉訴 试試 询詢 请請 读讀 谈談 负負 购購 贯貫 费費 转轉 较較 辑輯 过過 还還 这這 进進 递遞
针針 错錯 门門 间間 闻聞 阅閱 队隊 际際 隐隱 项項 顺順 题題 额額 驳駁
万萬 与與 临臨 为爲 乡鄉 亿億 众衆 党黨 内內 册冊 击擊 划劃 医醫 厂廠 咨諮 团團 坚堅 学學 并並 张張 户戶 扫掃 暂暫 机機 极極
样樣 秘祕 积積 税稅 简簡 纠糾 终終 络絡 综綜 群羣 职職 联聯 舆輿 补補 见見 视視 订訂 说說 财財 责責 载載 适適 采採 镇鎮 难難
页頁 领領 馆館 复複 复覆 制製 布佈 志誌 系係 系繫 紧緊 绕繞
"""
# of the names of regions, as OpenCC (Apache 2.0) pairs them, and of offices
_OF_NAMES = """
丛叢 东東 丰豐 丽麗 乌烏 乐樂 习習 云雲 亚亞 仑侖 仑崙 仓倉 仪儀 伟偉 伦倫 余餘 儿兒 兖兗 兰蘭 兴興 冈岡 军軍 农農 冲沖 冲衝 凉涼 凤鳳 凭憑 凯凱 刚剛 别別 剑劍
劝勸 匀勻 卢盧 卧臥 卫衛 即卽 历曆 历歷 厢廂 厦廈 双雙 叙敘 叠疊 台臺 叶葉 合閤 吕呂 启啟 吴吳 咸鹹 响響 园園 图圖 圣聖 坛壇 坝壩 垒壘 垦墾 垫墊 壮壯 壶壺 头頭
夹夾 姜薑 娄婁 孙孫 宁寧 宝寶 宫宮 宽寬 宾賓 寻尋 寿壽 尔爾 尧堯 屿嶼 岗崗 岚嵐 岛島 岩巖 岭嶺 岳嶽 峄嶧 峡峽 峦巒 峰峯 崂嶗 崃崍 巩鞏 带帶 干幹 广廣 庄莊 庆慶
庐廬 库庫 庵菴 弥彌 归歸 彦彥 彩綵 怀懷 恒恆 托託 扬揚 抚撫 斗鬥 旧舊 昆崑 晋晉 晖暉 曲麴 杂雜 杨楊 松鬆 枞樅 枣棗 树樹 栖棲 栾欒 桥橋 桦樺 梁樑 梦夢 棱稜 楼樓
横橫 毕畢 汇彙 汉漢 汤湯 沈瀋 沟溝 沧滄 沾霑 泸瀘 泽澤 泾涇 洼窪 浈湞 浉溮 浏瀏 浑渾 浔潯 涂塗 涞淶 涟漣 涡渦 涌湧 润潤 涧澗 淀澱 渌淥 渑澠 温溫 游遊 湾灣 溆漵
满滿 滦灤 滨濱 滩灘 潍濰 潜潛 澜瀾 灯燈 灵靈 炉爐 烟煙 烟菸 爱愛 犹猶 独獨 狮獅 献獻 玛瑪 环環 珲琿 琼瓊 瑶瑤 瓮甕 瓯甌 电電 畴疇 盐鹽 盖蓋 盘盤 矿礦 砀碭 砚硯
硕碩 硚礄 碱鹼 礼禮 禄祿 禅禪 离離 红紅 绍紹 绛絳 绥綏 绩績 绵綿 绿綠 缙縉 罗羅 聂聶 肃肅 胜勝 胡鬍 胶膠 脱脫 腊臘 腾騰 节節 芗薌 芜蕪 芦蘆 苍蒼 苏甦 苏蘇 荆荊
荣榮 荥滎 荫蔭 莱萊 莲蓮 获穫 萝蘿 营營 萧蕭 萨薩 蒙濛 蓝藍 蓟薊 蓥鎣 蔺藺 蕲蘄 蕴蘊 观觀 让讓 讷訥 诏詔 诸諸 诺諾 谊誼 谋謀 谟謨 谢謝 谦謙 谯譙 谷穀 贝貝 贞貞
贡貢 贤賢 贵貴 贺賀 贾賈 资資 赉賚 赛賽 赞讚 赞贊 赣贛 赵趙 车車 轮輪 辉輝 辖轄 边邊 辽遼 达達 迁遷 迈邁 运運 远遠 连連 逊遜 遥遙 邓鄧 邮郵 邹鄒 邺鄴 邻鄰 郁鬱
郏郟 郑鄭 郓鄆 郧鄖 郸鄲 里裏 里裡 钟鍾 钟鐘 钢鋼 钦欽 钱錢 铁鐵 铅鉛 铜銅 银銀 锋鋒 锡錫 锦錦 镜鏡 镶鑲 长長 闵閔 闸閘 闽閩 阁閣 阆閬 阊閶 阎閻 阳陽 阴陰 陆陸
陇隴 陈陳 陉陘 陕陝 随隨 静靜 韩韓 顶頂 颇頗 颍潁 风風 饶饒 马馬 驻駐 驿驛 骅驊 鱼魚 鲁魯 鲅鮁 鲜鮮 鲤鯉 鸠鳩 鸡雞 鸣鳴 鸭鴨 鹤鶴 鹰鷹 麦麥 黄黃 齐齊 龙龍 价價
侨僑 劳勞 妇婦 检檢 残殘 气氣 术術 粮糧 纪紀 证證 质質 贸貿 销銷 险險 验驗
"""
SIMPLIFIED = {ord(pair[1]): pair[0] for pair in (_PAIRS + _OF_NAMES).split() if pair[0] != pair[1]}
_TRADITIONAL = re.compile(f"[{''.join(map(chr, SIMPLIFIED))}]")


@lru_cache(maxsize=1 << 12)  # the lines of one document are asked by many readings
def simplified(text: str) -> str:
    """The text with the characters of the forms in their simplified shape, as many as before.

    Sites that are converted word by word print 資訊 for 信息.
    """
    if not _TRADITIONAL.search(text):  # nearly every text; to look is faster than to write it anew
        return text
    return text.replace("資訊", "信息").translate(SIMPLIFIED)
