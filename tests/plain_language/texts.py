"""One text about a treatment, plainly written in each language, with nothing to mend."""

from __future__ import annotations

PLAIN = {
    "en": "Ketamine can ease pain for some people. You get it in a clinic. A nurse stays with you the whole time. "
    "Most people feel better the next day. Call your doctor if the pain comes back.",
    "es": "La ketamina puede aliviar el dolor de algunas personas. Se la dan en una clínica. Una enfermera está con "
    "usted todo el tiempo. Muchas personas se sienten mejor al día siguiente. Llame a su médico si vuelve el dolor.",
    "fr": "La kétamine peut calmer la douleur de certaines personnes. On vous la donne dans une clinique. Une "
    "infirmière reste avec vous tout le temps. Beaucoup de personnes vont mieux le lendemain. Appelez votre médecin si "
    "la douleur revient.",
    "ar": "قد يخفف الكيتامين ألم بعض الناس. تحصل عليه في عيادة. تبقى ممرضة معك طوال الوقت. يشعر كثير من الناس بتحسن "
    "في اليوم التالي. اتصل بطبيبك إذا عاد الألم أو زاد. خذ معك قائمة بأدويتك كلها.",
    "zh-Hans": "氯胺酮可以缓解一些人的疼痛。您会在诊所接受治疗，护士会一直陪着您。大多数人第二天就感觉好多了，"
    "如果疼痛又回来了，请给您的医生打电话。",
}
PLAIN["es-MX"] = PLAIN["es"]
