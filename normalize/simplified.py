"""Traditional characters (規 for 规) → the simplified ones, one for one.

Only characters of the forms and of what reports say in words: a web site's traditional version, and what a model reads
in small simplified print.
"""

from __future__ import annotations

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
页頁 领領 馆館 复複 复覆 制製 布佈 志誌
"""
SIMPLIFIED = {ord(pair[1]): pair[0] for pair in _PAIRS.split() if pair[0] != pair[1]}


@lru_cache(maxsize=1 << 8)  # the lines of one document are asked by many readings
def simplified(text: str) -> str:
    """The text with the characters of the forms in their simplified shape, as many as before.

    Sites that are converted word by word print 資訊 for 信息.
    """
    text = text.translate(SIMPLIFIED)
    return text.replace("資訊", "信息") if "資訊" in text else text
